import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClerkTokenKind } from '#settings';

/** A key of a service account; its text is kept nowhere. */
@Entity('service_account_keys')
export class ServiceAccountKey {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  accountId!: string;

  /** The part of the key that names it, which may be shown. */
  @Column('text')
  publicId!: string;

  /** SHA-256 of the key; null for a credential that Clerk keeps. */
  @Column('bytea', { nullable: true })
  digest!: Buffer | null;

  /** Which kind of Clerk's tokens opens the account; null for a key of ours. */
  @Column('text', { nullable: true })
  clerkKind!: ClerkTokenKind | null;

  /** What it is a token of, by Clerk's id: the API key, the machine, the OAuth client. */
  @Column('text', { nullable: true })
  clerkId!: string | null;

  /** The member in whose name it acts, as the account says; null for an account of the organization. */
  @Column('uuid', { nullable: true })
  actsFor!: string | null;

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
