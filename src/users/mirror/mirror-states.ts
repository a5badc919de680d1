import type { CountedStretch } from '#libs/database';

/**
 * What is mirrored of one kind of Clerk's objects, read in bulk: for comparing it with Clerk's lists. All in the open
 * transaction. Each kind has a service that implements it; none of them writes.
 */
export interface MirrorStates<State> {
  /** What is mirrored under these ids of Clerk's, by the id; those that are not here are left out. */
  byClerkIds(clerkIds: readonly string[]): Promise<Map<string, State>>;
  /** A page of Clerk's ids in order, all that lives here among them. @param after the last one of the page before */
  listIds(after: string, limit: number): Promise<string[]>;
  /** How many there should be at Clerk, counted a stretch of their ids at a time; see `countInStretches`. */
  count(after: string, limit: number): Promise<CountedStretch>;
}
