import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key of a service account of the platform; its text is kept nowhere. */
@Entity('platform_account_keys')
export class PlatformAccountKey {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  accountId!: string;

  /** The part of the key that names it, which may be shown. */
  @Column('text')
  publicId!: string;

  /** SHA-256 of the key. */
  @Column('bytea')
  digest!: Buffer;

  /** Networks it may be used from, in CIDR notation; empty: from everywhere. */
  @Column('text', { array: true })
  allowedNetworks!: string[];

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  /** The first moment at which it opens nothing; null: without end. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;

  /** From this moment on it opens nothing; in the future where another key replaces it and both hold for a while. */
  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  /** To the minute; null: never used. */
  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;
}
