/** An update has built in what the application declared: every role that carries it would open more than was said. */
export class PermissionTakenError extends Error {
  override readonly name = 'PermissionTakenError';

  constructor(keys: readonly string[]) {
    super(
      `The application has declared what is built in by now: ${keys.join(', ')}. Go back to the version before, rename it there ` +
        'with `npm run tenantry -- permissions apply`, and update again.',
    );
  }
}
