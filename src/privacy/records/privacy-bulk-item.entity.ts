import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ITEM_RESULTS = [
  'pending',
  /** A dry run: it would be done. */
  'would_ask',
  'asked',
  'approved',
  /** The person has an open request of this kind; `requestId` is that one. */
  'already_open',
  /** The person stands further up in the list. */
  'duplicate',
  /** Nobody here has this id. */
  'unknown',
  /** `code` says why, as a single request would have. */
  'refused',
] as const;
export type ItemResult = (typeof ITEM_RESULTS)[number];

/** One person of a bulk, by the position in the list that was sent. */
@Entity('privacy_bulk_items')
export class PrivacyBulkItem {
  @PrimaryColumn('uuid')
  bulkId!: string;

  @PrimaryColumn('integer')
  position!: number;

  /** Null where nobody has the id that was sent; that id itself is not kept. */
  @Column('uuid', { nullable: true })
  userId!: string | null;

  @Column('text')
  result!: ItemResult;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('uuid', { nullable: true })
  requestId!: string | null;

  /** When it was dealt with; null while it waits. */
  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;
}
