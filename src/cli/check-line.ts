import { styleText } from 'node:util';
import type { CheckResult } from '../doctor/index.js';

const MARKS = {
  ok: styleText('green', 'ok  '),
  warn: styleText('yellow', 'warn'),
  fail: styleText('red', 'FAIL'),
} as const;
const INDENT = ' '.repeat(30);

/** One check for a person at the terminal, with what to do on a line of its own. */
export function checkLine({ name, status, detail, advice }: CheckResult): string {
  const line = `${MARKS[status]}  ${name.padEnd(22)}  ${detail}`;
  return advice === undefined ? line : `${line}\n${INDENT}${advice}`;
}
