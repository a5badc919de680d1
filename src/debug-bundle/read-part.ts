import { setTimeout as sleep } from 'node:timers/promises';
import { errorTypeOf } from '#libs/telemetry';
import { describeKnownFailure } from '../start-failure.js';
import type { BundlePart, ReadPart } from './bundle-part.js';
import { PartMissingError } from './part-missing.error.js';

/** Milliseconds for one part; one that hangs must not hold up the others. */
const TIMEOUT_MS = 10_000;

/** Reads a part. One that cannot be had says so in its place: the others are wanted all the more. */
export async function readPart({ file, about, read }: BundlePart): Promise<ReadPart> {
  const abort = new AbortController();
  try {
    const late = sleep(TIMEOUT_MS, undefined, { signal: abort.signal }).then(() => {
      throw new PartMissingError(`it did not come within ${TIMEOUT_MS / 1_000} s`);
    });
    const content = await Promise.race([read(), late]);
    return { file, about, content: textOf(content), missing: null };
  } catch (error) {
    const missing = reasonOf(error);
    return { file, about, content: textOf(file.endsWith('.json') ? { missing } : `# ${missing}`), missing };
  } finally {
    abort.abort();
  }
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? `${content.trimEnd()}\n` : `${JSON.stringify(content, null, 2)}\n`;
}

/** A sentence where the reason is known, else the error's class: its message may hold anything. */
function reasonOf(error: unknown): string {
  if (error instanceof PartMissingError) return error.message;
  return describeKnownFailure(error) ?? `it could not be read (${errorTypeOf(error)})`;
}
