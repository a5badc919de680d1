import type { ReadableSettings } from '#settings';
import type { KeyEntry } from '#health';
import { type CheckResult, fail, ok, warn } from '../check.js';
import { fingerprintsOf, ROTATIONS } from './key-fingerprints.js';
import { type KeySightings, readSightings } from './key-sightings.js';

const NAME = 'age of keys';
const DAY_MS = 86_400_000;
const OLD_DAYS = 365;
const TOO_OLD_DAYS = 730;

/** Every key that is set: its fingerprint, since when a service works with it, and how it is changed for another. */
export async function listKeys(settings: ReadableSettings): Promise<KeyEntry[]> {
  const sightings: KeySightings = settings.dataDir === undefined ? {} : await readSightings(settings.dataDir);
  return fingerprintsOf(settings).map(({ name, fingerprint }) => ({
    name,
    fingerprint,
    since: sightings[name]?.[fingerprint] ?? null,
    rotation: ROTATIONS[name],
  }));
}

const STAYING: ReadonlySet<string> = new Set([
  'CLERK_JWT_KEY',
  'TENANTRY_SIGNING_KEY',
  'TENANTRY_PREVIOUS_SIGNING_KEYS',
]);

/** Whether a key has been in use for longer than one should be. What stays, or is Clerk's to change, is left out. */
export function checkKeyAges(keys: readonly KeyEntry[], nowMs = Date.now()): CheckResult[] {
  const aged = keys
    .filter(({ name }) => !STAYING.has(name))
    .flatMap(({ since, ...key }) =>
      since === null ? [] : [{ ...key, days: Math.floor((nowMs - Date.parse(since)) / DAY_MS) }],
    );
  const old = aged.filter(({ days }) => days >= OLD_DAYS);
  if (old.length > 0)
    return old.map(({ name, fingerprint, days, rotation }) =>
      (days >= TOO_OLD_DAYS ? fail : warn)(
        NAME,
        `${name} (${fingerprint}) has been in use for ${days} days`,
        rotation,
      ),
    );
  return [
    ok(
      NAME,
      aged.length === 0
        ? 'not known: no service has started in this data folder yet'
        : `the oldest has been in use for ${Math.max(0, ...aged.map(({ days }) => days))} days`,
    ),
  ];
}
