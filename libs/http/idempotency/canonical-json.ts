/** JSON with sorted keys: two bodies that say the same read the same. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value) ?? null);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
