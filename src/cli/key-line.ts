import type { KeyEntry } from '#health';

/** One key for a person at the terminal: which, by what fingerprint, since when, and how it is changed. */
export function keyLine({ name, fingerprint, since, rotation }: KeyEntry): string {
  const used = since === null ? 'not noted yet' : `since ${since.slice(0, 10)}`;
  return `key   ${name.padEnd(30)}  ${fingerprint}  ${used}\n${' '.repeat(30)}${rotation}`;
}
