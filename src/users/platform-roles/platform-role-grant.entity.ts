import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PlatformRoleKey } from '#auth';

@Entity('platform_role_grants')
export class PlatformRoleGrant {
  @PrimaryColumn('uuid')
  userId!: string;

  @PrimaryColumn('text')
  role!: PlatformRoleKey;

  /** Null: by the settings (`TENANTRY_PLATFORM_OWNERS`). */
  @Column('uuid', { nullable: true })
  grantedBy!: string | null;

  @Column('timestamptz')
  grantedAt!: Date;
}
