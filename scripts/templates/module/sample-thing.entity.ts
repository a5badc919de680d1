import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sample thing of a property. */
@Entity('sample_things')
export class SampleThing {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid') // only by property
  propertyId!: string; // only by property
  // only by property
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** Counts changes, for `ETag`. */
  @Column('integer')
  version!: number;

  /** Null once that person is erased. */
  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
