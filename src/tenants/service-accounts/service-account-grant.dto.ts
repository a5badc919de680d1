import { ApiProperty } from '@nestjs/swagger';
import type { GrantEffect, MissingSide } from '#auth';
import type { ServiceAccountGrant } from './service-account-grant.entity.js';

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

  static from(grant: ServiceAccountGrant, effect: GrantEffect | undefined): ServiceAccountGrantResponse {
    const { holds, missing } = effect ?? { holds: [], missing: [] };
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
