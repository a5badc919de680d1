import { ApiProperty, OmitType } from '@nestjs/swagger';
import type { GrantEffect, MissingSide, ServiceAccountCaller } from '#auth';
import { DateTimeField, IntegerField, ListField, PatternField, TextField, UuidField } from '#libs/http';
import { networkValue } from './network-value.js';
import type { ServiceAccountGrant } from './service-account-grant.entity.js';
import type { NewKey } from './service-account-keys.service.js';
import type { ServiceAccountKey } from './service-account-key.entity.js';
import type { ServiceAccount } from './service-account.entity.js';
import type { WholeServiceAccount } from './service-accounts.service.js';

const DAY = 24 * 3600;

export class ServiceAccountResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

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
    const { id, organizationId, name, description, onBehalfOf, createdBy, createdAt } = account;
    return {
      id,
      organizationId,
      name,
      description,
      onBehalfOf,
      createdBy,
      createdAt: createdAt.toISOString(),
    };
  }
}

export class MissingRightResponse {
  @ApiProperty({ example: 'property:property:read' })
  permission!: string;

  @ApiProperty({
    enum: ['giver_lacks', 'withheld'],
    description:
      '`giver_lacks`: whoever gave the role does not hold it there any more. `withheld`: no service account may hold it.',
  })
  side!: MissingSide;
}

export class ServiceAccountGrantResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'property:staff',
    description: 'Null for an agent, which was handed permissions',
  })
  role!: string | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'What an agent was handed; null where it is a role',
  })
  permissions!: string[] | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: on the organization' })
  propertyId!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who gave it and vouches for it; null once that person was erased: then it opens nothing',
  })
  grantedBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  grantedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'The first moment at which it holds' })
  validFrom!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  @ApiProperty({ type: [String], description: 'What it opens at this moment' })
  holds!: string[];

  @ApiProperty({
    type: [MissingRightResponse],
    description: 'What the role carries and does not open now, and why',
  })
  missing!: MissingRightResponse[];

  static from(grant: ServiceAccountGrant, { holds, missing }: GrantEffect): ServiceAccountGrantResponse {
    return {
      id: grant.id,
      role: grant.permissions === null ? grant.role : null,
      permissions: grant.permissions,
      propertyId: grant.propertyId,
      grantedBy: grant.grantedBy,
      grantedAt: grant.grantedAt.toISOString(),
      validFrom: grant.validFrom.toISOString(),
      expiresAt: grant.expiresAt?.toISOString() ?? null,
      holds: [...holds],
      missing: [...missing],
    };
  }
}

export class ServiceAccountKeyResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    example: 'tnt_4fK9sZq2LmXb',
    description: 'How the key begins: which one it is, should one be found',
  })
  prefix!: string;

  @ApiProperty({ enum: ['active', 'expired', 'revoked'] })
  state!: 'active' | 'expired' | 'revoked';

  @ApiProperty({ type: [String], description: 'Networks it may be used from; empty: from everywhere' })
  allowedNetworks!: string[];

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who made it and vouches for it; null once that person was erased: then it opens nothing',
  })
  createdBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on it opens nothing; in the future while another key takes its place',
  })
  revokedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute' })
  lastUsedAt!: string | null;

  static from(key: ServiceAccountKey, now: Date): ServiceAccountKeyResponse {
    return {
      id: key.id,
      prefix: `tnt_${key.publicId}`,
      state: stateOf(key, now),
      allowedNetworks: key.allowedNetworks,
      createdBy: key.createdBy,
      createdAt: key.createdAt.toISOString(),
      expiresAt: key.expiresAt?.toISOString() ?? null,
      revokedAt: key.revokedAt?.toISOString() ?? null,
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    };
  }
}

export class NewServiceAccountKeyResponse extends ServiceAccountKeyResponse {
  @ApiProperty({
    example: 'tnt_…',
    description: 'The key. It is shown this once and kept nowhere; send it as "Authorization: Bearer <key>".',
  })
  key!: string;

  static of({ key, text }: NewKey, now: Date): NewServiceAccountKeyResponse {
    return { ...ServiceAccountKeyResponse.from(key, now), key: text };
  }
}

export class WholeServiceAccountResponse extends ServiceAccountResponse {
  @ApiProperty({ type: [ServiceAccountGrantResponse] })
  grants!: ServiceAccountGrantResponse[];

  @ApiProperty({ type: [ServiceAccountKeyResponse] })
  keys!: ServiceAccountKeyResponse[];

  static of(
    { account, grants, keys }: WholeServiceAccount,
    effects: readonly GrantEffect[],
    now: Date,
  ): WholeServiceAccountResponse {
    return {
      ...ServiceAccountResponse.from(account),
      grants: grants.map((grant, index) =>
        ServiceAccountGrantResponse.from(grant, effects[index] ?? { holds: [], missing: [] }),
      ),
      keys: keys.map((key) => ServiceAccountKeyResponse.from(key, now)),
    };
  }
}

/** What a key tells its holder about itself. */
export class OwnServiceAccountResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

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

export class GiveServiceAccountRoleRequest {
  @PatternField({
    pattern: /^(org|property):[a-z0-9_]{1,60}$/,
    max: 70,
    expected: 'a role such as property:staff',
    example: 'property:staff',
  })
  role!: string;

  @UuidField({ optional: true, nullable: true, description: 'The property, for a role on a property.' })
  propertyId: string | null = null;

  @DateTimeField({ optional: true, description: 'The first moment at which it holds; now unless told.' })
  validFrom?: Date;

  @DateTimeField({
    optional: true,
    nullable: true,
    description: 'The first moment at which it no longer holds.',
  })
  expiresAt?: Date | null;
}

export class CreateServiceAccountKeyRequest {
  @DateTimeField({
    optional: true,
    nullable: true,
    description:
      'The first moment at which it opens nothing; in 90 days unless told, null for a key without an end.',
  })
  expiresAt?: Date | null;

  @ListField(networkValue, {
    max: 20,
    unique: true,
    optional: true,
    description: 'Networks it may be used from, in CIDR notation; from everywhere unless told.',
  })
  allowedNetworks: string[] = [];
}

export class RotateServiceAccountKeyRequest extends OmitType(CreateServiceAccountKeyRequest, [
  'allowedNetworks',
]) {
  @IntegerField({
    min: 0,
    max: 30 * DAY,
    optional: true,
    description: 'Seconds for which the old key goes on beside the new one; a day unless told.',
  })
  overlapSeconds = DAY;
}

function stateOf({ expiresAt, revokedAt }: ServiceAccountKey, now: Date): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null && revokedAt <= now) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
