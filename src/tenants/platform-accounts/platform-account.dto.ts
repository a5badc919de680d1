import { ApiProperty, OmitType, PickType } from '@nestjs/swagger';
import { type GrantEffect, type PlatformRoleKey, platformRoles } from '#auth';
import { DateTimeField, EnumField, TextField } from '#libs/http';
import { ServiceAccountGrantResponse } from '../service-accounts/service-account-grant.dto.js';
import {
  presentKey,
  ServiceAccountKeyResponse,
  SHOWN_ONCE,
} from '../service-accounts/service-account-key.dto.js';
import { ServiceAccountResponse } from '../service-accounts/service-account.dto.js';
import type { PlatformAccountGrant } from './platform-account-grant.entity.js';
import type { NewPlatformKey, WholePlatformAccount } from './platform-accounts.service.js';
import type { PlatformAccount } from './platform-account.entity.js';

export class PlatformAccountResponse extends PickType(ServiceAccountResponse, [
  'id',
  'name',
  'description',
  'createdBy',
  'createdAt',
]) {
  static from({ id, name, description, createdBy, createdAt }: PlatformAccount): PlatformAccountResponse {
    return { id, name, description, createdBy, createdAt: createdAt.toISOString() };
  }
}

export class PlatformAccountGrantResponse extends PickType(ServiceAccountGrantResponse, [
  'grantedBy',
  'grantedAt',
  'expiresAt',
  'holds',
  'missing',
]) {
  @ApiProperty({ enum: platformRoles })
  role!: PlatformRoleKey;

  static of(grant: PlatformAccountGrant, { holds, missing }: GrantEffect): PlatformAccountGrantResponse {
    return {
      role: grant.role,
      grantedBy: grant.grantedBy,
      grantedAt: grant.grantedAt.toISOString(),
      expiresAt: grant.expiresAt?.toISOString() ?? null,
      holds: [...holds],
      missing: [...missing],
    };
  }
}

export class PlatformAccountKeyResponse extends OmitType(ServiceAccountKeyResponse, ['kind']) {}

export class NewPlatformAccountKeyResponse extends PlatformAccountKeyResponse {
  @ApiProperty({ example: 'tnt_…', description: SHOWN_ONCE })
  key!: string;

  static of({ key, text }: NewPlatformKey, now: Date): NewPlatformAccountKeyResponse {
    return { ...presentKey(key, now), key: text };
  }
}

export class WholePlatformAccountResponse extends PlatformAccountResponse {
  @ApiProperty({ type: [PlatformAccountGrantResponse] })
  grants!: PlatformAccountGrantResponse[];

  @ApiProperty({ type: [PlatformAccountKeyResponse] })
  keys!: PlatformAccountKeyResponse[];

  static of({ account, grants, keys }: WholePlatformAccount, now: Date): WholePlatformAccountResponse {
    return {
      ...PlatformAccountResponse.from(account),
      grants: grants.map(({ grant, effect }) => PlatformAccountGrantResponse.of(grant, effect)),
      keys: keys.map((key) => presentKey(key, now)),
    };
  }
}

export class CreatePlatformAccountRequest {
  @TextField({ max: 100, example: 'Event collector', description: 'Unique on the platform.' })
  name!: string;

  @TextField({ max: 500, optional: true, nullable: true })
  description: string | null = null;
}

export class GivePlatformAccountRoleRequest {
  @EnumField(platformRoles, { description: 'A role that you hold yourself.' })
  role!: PlatformRoleKey;

  @DateTimeField({
    optional: true,
    nullable: true,
    description: 'The first moment at which it no longer holds; without end unless told.',
  })
  expiresAt: Date | null = null;
}
