import type { RoutePolicy } from './route-policy.js';

/** What a route says of itself. */
interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly policy: RoutePolicy | null;
}

/** Permissions whose use gives somebody a right, or data away for good. */
export const GIVING: ReadonlySet<string> = new Set([
  'platform:users:manage',
  'platform:roles:manage',
  'platform:permissions:manage',
  'platform:service_accounts:manage',
  'platform:sign_in_policy:manage',
  'platform:privacy:export',
  'platform:privacy:erase',
  'platform:privacy:manage',
  'platform:events:manage',
  'org:organization:suspend',
  'org:ownership:transfer',
  'org:data:export',
  'org:data:erase',
  'org:data:hold',
  'org:members:manage',
  'org:roles:manage',
  'org:service_accounts:manage',
  'org:groups:manage',
  'org:events:manage',
  'org:sign_in_policy:manage',
  'property:members:manage',
]);
const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
/** Asked for, whoever may: an export, an erasure, or what makes rights live again. */
const ASKS_FOR =
  /\/(exports|data-exports|erasures|data-erasures|restore|reinstate|unban|ownership-transfer)(\/|$)/;
const HANDS_OUT = /\/(export|download)$/;

/**
 * Whether a route gives a right, an export or an erasure. In another person's name nobody may, whatever that person may
 * do: what is given would outlast the impersonation, or leave with whoever impersonates. Taking is not giving.
 */
export function givesAway({ method, path, policy }: DeclaredRoute): boolean {
  if (policy === null || policy.kind === 'public') return false;
  if (HANDS_OUT.test(path)) return true;
  if (!CHANGING.has(method)) return false;
  // A whole role is demanded for what is about roles themselves, and it may carry what gives.
  if ('role' in policy || ASKS_FOR.test(path)) return true;
  return policy.kind === 'permission' && GIVING.has(policy.permission);
}
