/** Words of Clerk's own; everything else that is text may be about a person. */
const TELLING = new Set([
  'object',
  'status',
  'type',
  'role',
  'role_name',
  'strategy',
  'key',
  'permissions',
  'event_type',
  'provider',
]);
const MAX_DEPTH = 12;
export const REDACTED = '[redacted]';

/**
 * A payload as it may be shown to platform staff: its shape, ids, states, numbers and times, and nothing personal. What
 * is not known to be harmless is hidden, so a field that Clerk adds later is hidden too. Names of fields under metadata
 * are free text as well.
 */
export function redactPayload(payload: unknown): unknown {
  return redact(payload, '', 0);
}

function redact(value: unknown, name: string, depth: number): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return isHarmless(value, name) ? value : REDACTED;
  if (depth === MAX_DEPTH || name.endsWith('_metadata')) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => redact(item, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => [key, redact(item, key, depth + 1)]),
  );
}

function isHarmless(text: string, name: string): boolean {
  if (name === 'id' || name.endsWith('_id'))
    return name !== 'external_id' && /^[a-z]+_[0-9A-Za-z]{8,40}$/.test(text);
  return TELLING.has(name) && /^[a-z0-9_:. ]{1,60}$/i.test(text);
}
