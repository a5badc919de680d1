import { ApiProperty } from '@nestjs/swagger';
import type { GroupGrant } from './group-grant.entity.js';
import type { GroupGrantRow } from './group-grants.store.js';

export class GroupGrantResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'property:staff' })
  role!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: on the organization' })
  propertyId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who gave it' })
  grantedBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  grantedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'The first moment at which it holds' })
  validFrom!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  static from(grant: GroupGrant): GroupGrantResponse {
    const { id, role, propertyId, grantedBy } = grant;
    return {
      id,
      role,
      propertyId,
      grantedBy,
      grantedAt: grant.grantedAt.toISOString(),
      validFrom: grant.validFrom.toISOString(),
      expiresAt: grant.expiresAt?.toISOString() ?? null,
    };
  }
}

export class GroupGrantOnPropertyResponse extends GroupGrantResponse {
  @ApiProperty({ format: 'uuid' })
  groupId!: string;

  @ApiProperty({ example: 'Housekeeping' })
  groupName!: string;

  static of({ grant, group }: GroupGrantRow): GroupGrantOnPropertyResponse {
    return { ...GroupGrantResponse.from(grant), groupId: group.id, groupName: group.name };
  }
}
