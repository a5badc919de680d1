/** What keeps a table from growing without an end. */
export type TableGrowth =
  /** Rows go when their time is over; `by` is the periodic job, or the part of the service, that takes them away. */
  | { readonly kept: string; readonly by: string }
  /** There are never more rows than what `atMost` names. */
  | { readonly atMost: string }
  /** Rows stay for good, since `why`; their number follows what `rows` names. */
  | { readonly forGood: string; readonly why: string };

export const PER_PERSON: TableGrowth = { atMost: 'a few rows of each person, gone with the person' };
export const PER_ORGANIZATION: TableGrowth = {
  atMost: 'a few rows of each organization, gone with the organization',
};
