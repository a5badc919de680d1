/**
 * Asserts that a write by primary key touched one row; anything else is a broken assumption and rolls back.
 *
 * @param affected what the driver reported, `undefined` when it did not
 * @param what names the write in the error; ids only, never values
 */
export function exactlyOne(affected: number | null | undefined, what: string): void {
  if (affected !== 1)
    throw new Error(`${what}: expected 1 row, touched ${affected ?? 'an unknown number of'}`);
}
