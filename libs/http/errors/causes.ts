/** A fault and everything underneath it: `cause`, TypeORM's `driverError`, the members of an AggregateError. */
export function* causesOf(fault: unknown, depth = 0): Generator {
  if (fault === undefined || fault === null || depth > 8) return;
  yield fault;
  if (typeof fault !== 'object') return;
  const { cause, driverError, errors } = fault as {
    cause?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  if (driverError !== cause) yield* causesOf(driverError, depth + 1);
  yield* causesOf(cause, depth + 1);
  if (fault instanceof AggregateError && Array.isArray(errors)) {
    for (const member of errors as unknown[]) yield* causesOf(member, depth + 1);
  }
}
