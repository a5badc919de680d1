/** One thing wrong with a value; `at` says where inside it (`[3]`), and is empty for the value itself. */
export interface ValueProblem {
  readonly at: string;
  readonly message: string;
}

/** A value in its canonical form, or why it is refused. */
export type Reading = { readonly value: unknown } | { readonly problems: readonly ValueProblem[] };

/** A kind of value: how the OpenAPI document describes it, and how it is read. Reading never repeats the value. */
export interface ValueType {
  readonly name: string;
  readonly schema: object;
  readonly read: (value: unknown) => Reading;
}

/** The value was read. */
export function accepted(value: unknown): Reading {
  return { value };
}

/** The value is refused as a whole. */
export function refused(message: string): Reading {
  return { problems: [{ at: '', message }] };
}

/**
 * Replaces a value that was refused: class-transformer reads values before class-validator judges them,
 * so the reasons travel inside.
 */
export class RefusedValue {
  constructor(readonly problems: readonly ValueProblem[]) {}
}
