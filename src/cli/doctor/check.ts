/** What one check found; `advice` says what to do about it. */
export interface CheckResult {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly advice?: string;
}

export function ok(name: string, detail: string): CheckResult {
  return { name, status: 'ok', detail };
}

export function warn(name: string, detail: string, advice: string): CheckResult {
  return { name, status: 'warn', detail, advice };
}

export function fail(name: string, detail: string, advice: string): CheckResult {
  return { name, status: 'fail', detail, advice };
}

/** The raw settings that are checked. */
export type Settings = Readonly<Record<string, string | undefined>>;
