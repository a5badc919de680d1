/** What one check found; `advice` says what to do about it. Names no secret and nobody. */
export interface CheckResult {
  /** What was looked at, in a word or two; several results may have one name. */
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly advice?: string;
}

/** A key that the service works with. */
export interface KeyEntry {
  /** Of the variable that holds it. */
  readonly name: string;
  /** 16 hex digits that tell it from others, and nothing of it. */
  readonly fingerprint: string;
  /** When a service started with it first, ISO 8601; null: none has yet, or not in this data folder. */
  readonly since: string | null;
  /** How it is changed for another. */
  readonly rotation: string;
}

/** All that the doctor says. */
export interface DoctorReport {
  readonly checks: readonly CheckResult[];
  readonly keys: readonly KeyEntry[];
}
