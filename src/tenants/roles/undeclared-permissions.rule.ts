import type { AuthorizationModel } from '#auth';

/** Clerk's own permissions, which it checks in its own components; they say nothing here and are no oversight. */
const OF_CLERK = /^org:sys_/;

/** The permissions of a stored role that are neither built in nor declared, and so open nothing; sorted. */
export function undeclaredPermissions(
  model: AuthorizationModel,
  role: { readonly permissions: readonly string[] } | undefined,
): string[] {
  return (role?.permissions ?? []).filter((text) => !model.has(text) && !OF_CLERK.test(text)).toSorted();
}
