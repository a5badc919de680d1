import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A service account of the platform: a caller that is no person and belongs to no organization. */
@Entity('platform_accounts')
export class PlatformAccount {
  @PrimaryColumn('uuid')
  id!: string;

  /** Unique on the platform. */
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;
}
