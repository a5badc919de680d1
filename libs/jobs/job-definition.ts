/** Ids and small facts; nothing personal, since payloads outlive an erasure. */
export type JobPayload = Readonly<Record<string, string | number | boolean | null>>;

/** One kind of job. */
export interface JobDefinition<Payload extends JobPayload> {
  /** Also the name of its queue. */
  readonly name: string;
  /** Tries after the first one. */
  readonly retryLimit: number;
  /** Seconds before the first retry; doubled each time, with jitter. */
  readonly retryDelaySeconds: number;
  /** Longest pause between two tries, in seconds. */
  readonly retryDelayMaxSeconds: number;
  /** A try that takes longer counts as failed; seconds. */
  readonly expireInSeconds: number;
  /** Only names the payload's type; never present. */
  readonly payload?: Payload;
}

/**
 * Declares a job. The default is how long a webhook sender tries: about a day of growing pauses, so that an outage
 * of Clerk is waited out.
 */
export function defineJob<Payload extends JobPayload>(
  name: string,
  options: Partial<Omit<JobDefinition<Payload>, 'name' | 'payload'>> = {},
): JobDefinition<Payload> {
  return {
    name,
    retryLimit: 60,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: 1_800,
    expireInSeconds: 60,
    ...options,
  };
}
