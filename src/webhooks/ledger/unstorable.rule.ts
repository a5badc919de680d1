// Data exceptions (NUL, lone surrogates, numbers out of range) and limits (nesting too deep for the parser).
const CLASSES = ['22', '54'];

/**
 * Whether PostgreSQL can never hold this value. JSON may say what `jsonb` cannot: a NUL character, half of a surrogate
 * pair, a hundred thousand brackets.
 */
export function isUnstorable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && typeof error.code === 'string') return CLASSES.includes(error.code.slice(0, 2));
  return 'driverError' in error && isUnstorable(error.driverError);
}
