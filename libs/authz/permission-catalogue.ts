import { isPermission, mayBeCarried } from './permission.js';
import type { PermissionKey, PermissionFor } from './permission.js';
import type { ScopeKind } from './scope.js';

/** Every permission an application knows, each with a sentence that says what it opens. */
export interface PermissionCatalogue<P extends PermissionKey> {
  /** In the order they were written. */
  readonly all: readonly P[];
  /** Whether a text is one of them; narrows its type. */
  has(text: string): text is P;
  /** The sentence that belongs to it. */
  describe(permission: P): string;
  /** Those that a role of this kind may carry, in order. */
  carriedBy<K extends ScopeKind>(kind: K): readonly PermissionFor<P, K>[];
}

/** The union of a catalogue's permissions, for signatures that accept nothing else. */
export type PermissionOf<C> = C extends PermissionCatalogue<infer P> ? P : never;

/**
 * Makes a catalogue from `{ permission: description }`. The compiler refuses a name without three parts
 * or with an unknown level.
 * @throws Error naming every malformed permission, for parts the compiler cannot judge (empty, spaces).
 */
export function definePermissions<P extends PermissionKey>(
  descriptions: Readonly<Record<P, string>>,
): PermissionCatalogue<P> {
  const all = Object.freeze(Object.keys(descriptions) as P[]);
  const malformed = all.filter((permission) => !isPermission(permission));
  if (malformed.length > 0) throw new Error(`Malformed permissions: ${malformed.join(', ')}`);
  const known: ReadonlySet<string> = new Set(all);
  return {
    all,
    has: (text): text is P => known.has(text),
    describe: (permission) => descriptions[permission],
    carriedBy: <K extends ScopeKind>(kind: K) =>
      all.filter((permission): permission is PermissionFor<P, K> & P => mayBeCarried(permission, kind)),
  };
}
