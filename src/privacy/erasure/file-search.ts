import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../error-code.js';
import { isCertain, type Recognition } from '../identity/recognition.rule.js';

/** Bytes without the end of a line or of a text: what is this long is no text. */
const MAX_BYTES = 262_144;

/** Every file below a folder; none when there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Whether a file holds an identifier of a person as a whole value, read piece by piece. A name alone is not looked for:
 * what the service writes into files is ciphertext, hashes and ids.
 */
export async function holdsAny(file: string, recognition: Recognition): Promise<boolean> {
  let rest = Buffer.alloc(0);
  try {
    for await (const piece of createReadStream(file)) {
      const bytes = Buffer.concat([rest, piece as Buffer]);
      const end = endOfWhole(bytes);
      if (isCertain(bytes.toString('utf8', 0, end), recognition)) return true;
      rest = bytes.subarray(end);
    }
    return isCertain(rest.toString('utf8'), recognition);
  } catch (error) {
    // An export that ran out while we looked.
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Up to where no identifier is cut in two: half of one may look like somebody else's. */
function endOfWhole(bytes: Buffer): number {
  const end = Math.max(...['\n', '"', '\0'].map((sign) => bytes.lastIndexOf(sign))) + 1;
  if (end > 0 || bytes.length < MAX_BYTES) return end;
  const space = bytes.lastIndexOf(' ') + 1;
  return space > 0 ? space : bytes.length;
}
