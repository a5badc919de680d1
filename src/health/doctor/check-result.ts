/** What one check found; `advice` says what to do about it. Names no secret and nobody. */
export interface CheckResult {
  /** What was looked at, in a word or two; several results may have one name. */
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly advice?: string;
}
