import { ApiProperty, OmitType } from '@nestjs/swagger';
import { DateTimeField, IntegerField, ListField } from '#libs/http';
import { KEY_STATES, type KeyState, keyStateOf } from './key-state.js';
import { networkValue } from '#auth';
import { CLERK_TOKEN_KINDS } from '#settings';
import type { NewKey } from './service-account-keys.service.js';
import type { ServiceAccountKey } from './service-account-key.entity.js';

const DAY = 24 * 3600;

export const KEY_KINDS = ['key', ...CLERK_TOKEN_KINDS] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Said of the text of a key that was just made. */
export const SHOWN_ONCE =
  'The key. It is shown this once and kept nowhere; send it as "Authorization: Bearer <key>".';

export class ServiceAccountKeyResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    enum: KEY_KINDS,
    description: 'A key that was made here, or which kind of credential Clerk keeps',
  })
  kind!: KeyKind;

  @ApiProperty({
    example: 'tnt_4fK9sZq2LmXb',
    description:
      "How the key begins: which one it is, should one be found. Of a credential that Clerk keeps Clerk's id of it",
  })
  prefix!: string;

  @ApiProperty({ enum: KEY_STATES })
  state!: KeyState;

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
    description: 'From when on it opens nothing; in the future while another key replaces it',
  })
  revokedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute' })
  lastUsedAt!: string | null;

  static from(key: ServiceAccountKey, now: Date): ServiceAccountKeyResponse {
    const { clerkKind, clerkId } = key;
    return {
      ...presentKey(key, now),
      kind: clerkKind ?? 'key',
      ...(clerkId !== null && { prefix: clerkId }),
    };
  }
}

/** What is shown of a key of ours, whoever its account belongs to. */
export function presentKey(
  key: Omit<ServiceAccountKey, 'organizationId' | 'digest' | 'clerkKind' | 'clerkId' | 'actsFor'>,
  now: Date,
): Omit<ServiceAccountKeyResponse, 'kind'> {
  return {
    id: key.id,
    prefix: `tnt_${key.publicId}`,
    state: keyStateOf(key, now),
    allowedNetworks: key.allowedNetworks,
    createdBy: key.createdBy,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}

export class NewServiceAccountKeyResponse extends ServiceAccountKeyResponse {
  @ApiProperty({ example: 'tnt_…', description: SHOWN_ONCE })
  key!: string;

  static of({ key, text }: NewKey, now: Date): NewServiceAccountKeyResponse {
    return { ...ServiceAccountKeyResponse.from(key, now), key: text };
  }
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
