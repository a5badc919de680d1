import type { CheckResult } from '#health';

export type { CheckResult };

export function ok(name: string, detail: string): CheckResult {
  return { name, status: 'ok', detail };
}

export function warn(name: string, detail: string, advice: string): CheckResult {
  return { name, status: 'warn', detail, advice };
}

export function fail(name: string, detail: string, advice: string): CheckResult {
  return { name, status: 'fail', detail, advice };
}
