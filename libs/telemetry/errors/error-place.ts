/** Where an error came up: names that the code itself gives, never a value. */
export interface ErrorPlace {
  /** A request by method and pattern of its route, a job, a kind of event. */
  readonly name: string;
  /** `code` of the problem that was answered. */
  readonly code?: string;
}
