import { createHash } from 'node:crypto';
import type { AuthorizationModel, DeclaredPermission } from '#auth';
import { canonicalJson } from '#libs/json';
import type { ModelEffect, PermissionUse } from '#tenants';

/** What another declaration would change, before it is applied. */
export interface PermissionPlan {
  /** SHA-256, in hexadecimal, of the declaration and of the one it would replace. */
  readonly hash: string;
  /** The model that holds now; null where nothing was declared yet. */
  readonly replaces: string | null;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Who would gain and lose what, over all organizations. */
  readonly effect: ModelEffect;
  /** Permissions that would go and stand in roles still: as long as there are any, the plan is refused. */
  readonly inUse: readonly PermissionUse[];
}

/** The plan's hash. Another declaration, or another one to begin from, has another. */
export function hashOfPlan(replaces: string | null, declared: readonly DeclaredPermission[]): string {
  return createHash('sha256').update(canonicalJson({ replaces, declared })).digest('hex');
}

/** The names that differ, sorted. */
export function compareDeclarations(
  before: AuthorizationModel,
  after: readonly DeclaredPermission[],
): Pick<PermissionPlan, 'added' | 'changed' | 'removed'> {
  const was = new Map(before.declared.map((each) => [each.key, each]));
  const willBe = new Set(after.map(({ key }) => key));
  const added = after.filter(({ key }) => !was.has(key)).map(({ key }) => key);
  const changed = after
    .filter((each) => was.has(each.key) && canonicalJson(was.get(each.key)) !== canonicalJson(each))
    .map(({ key }) => key);
  return { added, changed, removed: [...was.keys()].filter((key) => !willBe.has(key)).sort() };
}
