/** PostgreSQL's code of an error, as `pg` throws it or as the ORM wraps it; empty for any other. */
export function sqlStateOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? sqlStateOf(error.driverError) : '';
}
