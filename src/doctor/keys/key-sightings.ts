import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadableSettings } from '#settings';
import { fingerprintsOf, type KeyName } from './key-fingerprints.js';

const FILE = 'keys.json';

/** When a service started with a key first: by the name of its variable and its fingerprint, ISO 8601. */
export type KeySightings = Readonly<Partial<Record<KeyName, Readonly<Record<string, string>>>>>;

/** What services that work in this data folder have noted; nothing where none did. */
export async function readSightings(dataDir: string): Promise<KeySightings> {
  try {
    return JSON.parse(await readFile(join(dataDir, FILE), 'utf8')) as KeySightings;
  } catch {
    return {};
  }
}

/**
 * Notes the keys of a service that starts, so that their age is known later: fingerprints alone. Keys that are gone are
 * forgotten.
 *
 * @throws Error where the data folder cannot be written to
 */
export async function noteKeys(
  settings: ReadableSettings & { readonly dataDir: string },
  now: Date,
): Promise<void> {
  const { dataDir } = settings;
  const known = await readSightings(dataDir);
  const next: Partial<Record<KeyName, Record<string, string>>> = {};
  for (const { name, fingerprint } of fingerprintsOf(settings))
    (next[name] ??= {})[fingerprint] = known[name]?.[fingerprint] ?? now.toISOString();
  const text = JSON.stringify(next, undefined, 2);
  if (text === JSON.stringify(known, undefined, 2)) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Whole or not at all, also where two replicas start at once.
  const draft = join(dataDir, `.${FILE}-${randomUUID()}`);
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, join(dataDir, FILE));
}
