import { createRequire } from 'node:module';

/** What the ORM or a store gives a statement: also bytes, lists of lists, and objects for `jsonb`. */
export type ParameterValue = unknown;

/** `pg` writes parameters of its own queries with it; its types leave it out. */
interface PgUtils {
  prepareValue: (value: unknown) => string | Buffer | null;
}

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils.js') as PgUtils;

/** A parameter as the protocol's text format has it; bytes go as they are, in the binary format. */
export function parameterText(value: ParameterValue): string | Buffer | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value instanceof Date ? value.toISOString() : prepareValue(value);
  }
}
