import type { ListPage } from '#libs/clerk';
import type { MirrorStates } from '#users';
import type { Kind } from '../kinds.js';
import type { Finding } from '../records/reconciliation-item.entity.js';

/** Where a walk stands, as it is kept with the run. */
export type WalkPosition =
  { readonly offset: number } | { readonly id: string; readonly createdAt: string } | null;

/** What comparing a page has found. */
export interface PageFindings {
  readonly findings: readonly Finding[];
  /** At Clerk, deleted here for good. */
  readonly tombstoned: number;
}

/** How one kind of object is read on both sides and compared. `T` is an object as Clerk tells it. */
export interface KindSource<T> {
  readonly kind: Kind;
  /** What is mirrored of it here. */
  readonly states: MirrorStates<unknown>;
  idOf(object: T): string;
  /** How many there are at Clerk. */
  count(): Promise<number>;
  /** Everything, a page from a position on; `next` null: that was all. */
  page(position: WalkPosition): Promise<{ page: ListPage<T>; next: WalkPosition }>;
  /** The position behind one whose page has not come yet; null where only that page tells. */
  foresee(position: WalkPosition, latest: ListPage<T>): WalkPosition;
  /** The news since a moment, a page from a position on; what changed before it need not be named. */
  news(position: WalkPosition, since: Date): Promise<{ page: ListPage<T>; next: WalkPosition }>;
  /** Compares objects of Clerk's with the mirror; in the open transaction. */
  compare(objects: readonly T[]): Promise<PageFindings>;
  /** What is here under these ids, as a finding that it is extra; in the open transaction. */
  extras(clerkIds: readonly string[]): Promise<Finding[]>;
  /** The object as Clerk has it now, asked for alone; null: Clerk does not know it. */
  confirm(finding: Pick<Finding, 'clerkId' | 'organizationClerkId' | 'userClerkId'>): Promise<T | null>;
}
