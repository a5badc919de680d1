import { ApiProperty } from '@nestjs/swagger';
import type { GrantEffect, ServiceAccountCaller } from '#auth';
import { TextField } from '#libs/http';
import { ServiceAccountGrantResponse } from './service-account-grant.dto.js';
import { ServiceAccountKeyResponse } from './service-account-key.dto.js';
import type { ServiceAccount } from './service-account.entity.js';
import type { WholeServiceAccount } from './service-accounts.service.js';

export class ServiceAccountResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The property it belongs to; null for an account of the organization, and for an agent',
  })
  propertyId!: string | null;

  @ApiProperty({ example: 'Cleaning robot' })
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The member in whose name an agent acts; null for an account of the organization',
  })
  onBehalfOf!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who made it' })
  createdBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static from(account: ServiceAccount): ServiceAccountResponse {
    const { id, organizationId, propertyId, name, description, onBehalfOf, createdBy, createdAt } = account;
    return {
      id,
      organizationId,
      propertyId,
      name,
      description,
      onBehalfOf,
      createdBy,
      createdAt: createdAt.toISOString(),
    };
  }
}

export class WholeServiceAccountResponse extends ServiceAccountResponse {
  @ApiProperty({ type: [ServiceAccountGrantResponse] })
  grants!: ServiceAccountGrantResponse[];

  @ApiProperty({ type: [ServiceAccountKeyResponse] })
  keys!: ServiceAccountKeyResponse[];

  static of(
    { account, grants, keys }: WholeServiceAccount,
    effects: ReadonlyMap<string, GrantEffect>,
    now: Date,
  ): WholeServiceAccountResponse {
    return {
      ...ServiceAccountResponse.from(account),
      grants: grants.map((grant) => ServiceAccountGrantResponse.from(grant, effects.get(grant.id))),
      keys: keys.map((key) => ServiceAccountKeyResponse.from(key, now)),
    };
  }
}

/** What a key tells its holder about itself. */
export class OwnServiceAccountResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null for an account of the platform',
  })
  organizationId!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The member in whose name an agent acts; null for an account of the organization',
  })
  onBehalfOf!: string | null;

  @ApiProperty({ format: 'uuid' })
  keyId!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the key ends' })
  expiresAt!: string | null;

  @ApiProperty({ type: [String] })
  allowedNetworks!: string[];

  static from({ account }: ServiceAccountCaller): OwnServiceAccountResponse {
    return {
      id: account.accountId,
      organizationId: account.organizationId,
      onBehalfOf: account.onBehalfOf,
      keyId: account.keyId,
      expiresAt: account.expiresAt?.toISOString() ?? null,
      allowedNetworks: [...account.allowedNetworks],
    };
  }
}

export class CreateServiceAccountRequest {
  @TextField({ max: 100, example: 'Cleaning robot', description: 'Unique within the organization.' })
  name!: string;

  @TextField({ max: 500, optional: true, nullable: true })
  description: string | null = null;
}
