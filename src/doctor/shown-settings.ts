import { SECRET_VARIABLES, VARIABLES, type VariableName } from '#settings';
import { fingerprintOfSecret, type KeyFingerprint } from './keys/key-fingerprints.js';

/** Every setting by name, as it may be shown to anybody who runs the service; null where it is unset. */
export type ShownSettings = Readonly<Record<string, string | null>>;

/** Name people, by their id or address, beside organizations and roles. */
const PERSONAL: ReadonlySet<string> = new Set<VariableName>(['STAGING_ACCESS', 'TENANTRY_PLATFORM_OWNERS']);
/** Name whom to write to about privacy, who may be one person. */
const CONTACTS: ReadonlySet<string> = new Set<VariableName>([
  'PRIVACY_CONTROLLER',
  'PRIVACY_CONTACT',
  'PRIVACY_DPO',
]);
/** Characters; a shorter secret could be found by its fingerprint. */
const MIN_GUARDED = 24;
const SECRET: ReadonlySet<string> = new Set(SECRET_VARIABLES);

/**
 * What is set: values as they are, keys by the fingerprint that the doctor prints, other secrets without what is secret in
 * them, and lists of people by their length.
 *
 * @param fingerprints of the keys that can be read
 */
export function showSettings(
  raw: Readonly<Record<string, string | undefined>>,
  fingerprints: readonly KeyFingerprint[],
): ShownSettings {
  const byName = Map.groupBy<string, KeyFingerprint>(fingerprints, ({ name }) => name);
  const shown = (name: string): string | null => {
    const value = raw[name]?.trim() ?? '';
    if (value === '') return null;
    if (PERSONAL.has(name)) return `${value.split(',').length} entries`;
    if (CONTACTS.has(name)) return 'set';
    if (!SECRET.has(name)) return value;
    const known = byName.get(name);
    if (known !== undefined) return known.map(({ fingerprint }) => fingerprint).join(', ');
    return value.startsWith('postgres') ? withoutPassword(value) : guarded(value);
  };
  return Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, shown(name)]));
}

function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return 'unreadable';
  return `${parsed.protocol}//${parsed.username}@${parsed.host}${parsed.pathname}`;
}

function guarded(value: string): string {
  return value.length < MIN_GUARDED ? 'set' : fingerprintOfSecret(value);
}
