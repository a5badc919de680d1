import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PlatformRoleKey } from '#auth';

/** A role on the platform that a service account was given; it holds as far as its giver still holds it. */
@Entity('platform_account_grants')
export class PlatformAccountGrant {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  accountId!: string;

  @Column('text')
  role!: PlatformRoleKey;

  @Column('uuid', { nullable: true })
  grantedBy!: string | null;

  @Column('timestamptz')
  grantedAt!: Date;

  /** The first moment at which it no longer holds; null: without end. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;
}
