import { builtInRoles, type DeclaredPermission, permissions as builtIn } from '#auth';
import { isPermission, mayBeCarried, type PermissionKey, scopeKindOf } from '#libs/authz';

/** A permission as somebody writes it down, its texts in the right form and not judged yet. */
export interface WrittenPermission {
  readonly key: string;
  readonly description: string;
  readonly roles?: readonly string[];
  readonly includes?: readonly string[];
}

/** What is wrong with a declaration, and where: `permissions[3].includes[0]`. */
export interface DeclarationProblem {
  readonly field: string;
  readonly message: string;
}

/** Clerk keeps these names for itself: https://clerk.com/docs/guides/organizations/control-access/roles-and-permissions */
const OF_CLERK = /^org:sys_/;

/** Everything wrong with a declaration, empty where it can be applied. */
export function findDeclarationProblems(written: readonly WrittenPermission[]): DeclarationProblem[] {
  const problems: DeclarationProblem[] = [];
  const byKey = new Map<string, WrittenPermission>();
  for (const [index, each] of written.entries()) {
    const at = `permissions[${index}]`;
    const say = (field: string, message: string) => problems.push({ field: `${at}.${field}`, message });
    const fault = faultOfKey(each.key) ?? (byKey.has(each.key) ? 'is declared twice' : null);
    if (fault !== null) say('key', fault);
    else byKey.set(each.key, each);
    for (const [position, role] of (each.roles ?? []).entries()) {
      const message = faultOfRole(each.key, role);
      if (message !== null) say(`roles[${position}]`, message);
    }
  }
  for (const [index, { key, includes = [] }] of written.entries()) {
    for (const [position, included] of includes.entries()) {
      const message = faultOfInclusion(byKey, key, included);
      if (message !== null) problems.push({ field: `permissions[${index}].includes[${position}]`, message });
    }
  }
  return problems;
}

/** The declaration in one form, whatever the order it was written in: equal ones have equal bytes. */
export function declarationOf(written: readonly WrittenPermission[]): DeclaredPermission[] {
  return written
    .map(({ key, description, roles = [], includes = [] }) => ({
      key: key as PermissionKey,
      description,
      roles: [...new Set(roles)].sort(),
      includes: [...new Set(includes)].sort() as PermissionKey[],
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function faultOfKey(key: string): string | null {
  if (!isPermission(key))
    return 'must be <level>:<resource>:<verb> in lower case, its level one of platform, org and property';
  if (builtIn.has(key)) return 'is a built-in permission';
  if (OF_CLERK.test(key)) return 'is a name that Clerk keeps for itself (org:sys_…)';
  return null;
}

function faultOfRole(key: string, role: string): string | null {
  const found = builtInRoles.find(role, null);
  if (found === undefined) return `there is no built-in role ${role}`;
  if (isPermission(key) && !mayBeCarried(key, found.scopeKind))
    return `a role on a ${found.scopeKind} cannot carry ${key}`;
  return null;
}

function faultOfInclusion(
  byKey: ReadonlyMap<string, WrittenPermission>,
  key: string,
  included: string,
): string | null {
  if (!byKey.has(included)) return `${included} is not declared here`;
  if (isPermission(key) && isPermission(included) && !mayBeCarried(included, scopeKindOf(key)))
    return `${included} is wider than ${key}: what is held on a ${scopeKindOf(key)} cannot bring it along`;
  const circle = circleThrough(byKey, key, included);
  return circle === null ? null : `these include each other: ${circle.join(' -> ')}`;
}

/** The way from `key` over `included` back to `key`, or null. */
function circleThrough(
  byKey: ReadonlyMap<string, WrittenPermission>,
  key: string,
  included: string,
): string[] | null {
  const cameFrom = new Map<string, string>([[included, key]]);
  const open = [included];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    if (at === key) {
      const way = [key];
      let step = cameFrom.get(at);
      while (step !== undefined && step !== key) {
        way.unshift(step);
        step = cameFrom.get(step);
      }
      return [key, ...way];
    }
    for (const next of byKey.get(at)?.includes ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      open.push(next);
    }
  }
  return null;
}
