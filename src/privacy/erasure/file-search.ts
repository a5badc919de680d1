import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../error-code.js';
import { namesInFiles, type Needles } from './needles.rule.js';

// Longer than any address, id or name that is searched for.
const OVERLAP = 1_024;

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
 * Whether a file holds something of a person, read piece by piece. Ids and addresses are searched in every file, names
 * in texts only: in ciphertext three letters in a row are chance.
 */
export async function holdsAny(file: string, needles: Needles): Promise<boolean> {
  const literals = [...needles.literals, needles.ownId].map((text) =>
    Buffer.from(text.toLowerCase()).toString('latin1'),
  );
  const names = namesInFiles(needles);
  let tail = Buffer.alloc(0);
  try {
    for await (const piece of createReadStream(file)) {
      const bytes = Buffer.concat([tail, piece as Buffer]);
      const text = bytes.toString('utf8');
      const lowered =
        Buffer.from(text.toLowerCase()).toString('latin1') + bytes.toString('latin1').toLowerCase();
      if (literals.some((literal) => lowered.includes(literal))) return true;
      // A piece may begin and end in the middle of a sign; ciphertext is full of what is none.
      const isText = text.split('\uFFFD').length < 8;
      if (isText && names.some((name) => name.test(text))) return true;
      tail = bytes.subarray(-OVERLAP);
    }
    return false;
  } catch (error) {
    // An export that ran out while we looked.
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
