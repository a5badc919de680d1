import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ExportStatus = 'pending' | 'running' | 'ready' | 'expired' | 'aborted' | 'failed';

/** One export of the data of a person or of an organization, either of which is null; the file lies encrypted in the store of files. */
@Entity('privacy_exports')
export class PrivacyExport {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  userId!: string | null;

  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  @Column('uuid')
  requestedBy!: string;

  @Column('text')
  status!: ExportStatus;

  /** The key of the file, under the key of the person, or of who asked for an organization's; null where there is no file to read. */
  @Column('text', { nullable: true })
  sealedKey!: string | null;

  @Column('text', { nullable: true })
  fileName!: string | null;

  @Column('bigint', { nullable: true })
  bytes!: string | null;

  @Column('text', { nullable: true })
  sha256!: string | null;

  /** How many packers took it; only what the last one made counts. */
  @Column('integer')
  attempts!: number;

  /** How many of them failed. */
  @Column('integer')
  failures!: number;

  /** Why the last try failed, as a code. */
  @Column('text', { nullable: true })
  problem!: string | null;

  /** Who has to answer before it is whole, e.g. `Clerk`; the part without them can be had meanwhile. */
  @Column('text', { nullable: true })
  waitingFor!: string | null;

  /** Whose part the file does not hold. */
  @Column('text', { array: true })
  missing!: string[];

  @Column('timestamptz')
  requestedAt!: Date;

  @Column('timestamptz')
  dueAt!: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;
}
