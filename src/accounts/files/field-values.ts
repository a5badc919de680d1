/** Whether a field of a file says nothing. */
export function isEmpty(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** Yes or no as systems and databases write it; nothing said: yes. Undefined for anything else. */
export function flagOf(value: unknown): boolean | undefined {
  if (isEmpty(value)) return true;
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : value === 1 ? '1' : value === 0 ? '0' : '';
  if (['true', 't', '1', 'yes'].includes(text)) return true;
  return ['false', 'f', '0', 'no'].includes(text) ? false : undefined;
}
