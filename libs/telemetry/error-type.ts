const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

/** The kind of an error, for `error.type`: its code where it has one, else the name of its class. Never its message. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && CODE.test(code)) return code;
  const name = error.constructor.name;
  return CODE.test(name) ? name : 'Error';
}
