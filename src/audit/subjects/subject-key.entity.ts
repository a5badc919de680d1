import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The data key of one person, wrapped by the master key; without subject and key once it is shredded. */
@Entity('subject_keys')
export class SubjectKey {
  /** Our id of the person. */
  @PrimaryColumn('uuid')
  userId!: string;

  @Column('uuid', { nullable: true })
  subjectId!: string | null;

  @Column('bytea', { nullable: true })
  wrappedKey!: Buffer | null;

  /** Which master key wrapped it. */
  @Column('text', { nullable: true })
  masterKeyId!: string | null;

  @Column({ type: 'timestamptz', insert: false, update: false })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  shreddedAt!: Date | null;
}
