import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ROOM_STATES = ['clean', 'dirty', 'out_of_order'] as const;
export type RoomState = (typeof ROOM_STATES)[number];

/** A room of a property, with its open cleaning ticket: there is at most one, and only while the room is dirty. */
@Entity('rooms')
export class Room {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  propertyId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('integer', { nullable: true })
  floor!: number | null;

  @Column('text')
  state!: RoomState;

  /** Null for a service account, and once that person is erased. */
  @Column('uuid', { nullable: true })
  cleaningRequestedBy!: string | null;

  /** Null: no ticket is open. */
  @Column('timestamptz', { nullable: true })
  cleaningRequestedAt!: Date | null;

  /** Null: no ticket is open. */
  @Column('timestamptz', { nullable: true })
  cleaningDueAt!: Date | null;

  /** Who did the last ticket; null before the first one, and once that person is erased. */
  @Column('uuid', { nullable: true })
  cleanedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  cleanedAt!: Date | null;

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
