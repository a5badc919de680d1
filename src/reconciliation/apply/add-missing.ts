import type { KindSource, PageFindings } from '../plan/kind-source.js';

/**
 * Adds what a comparison finds missing now of some of Clerk's objects, in the open transaction: it may have come by a
 * webhook since it was asked for, or be gone for good.
 *
 * @param objects each once
 * @returns what was found before, and Clerk's ids of those that were added
 */
export async function addMissing<T>(
  source: KindSource<T>,
  objects: readonly T[],
  add: (missing: readonly T[]) => Promise<ReadonlySet<string>>,
): Promise<PageFindings & { readonly added: ReadonlySet<string> }> {
  const compared = await source.compare(objects);
  const byId = new Map(objects.map((object) => [source.idOf(object), object]));
  const missing = compared.findings.flatMap(({ change, clerkId }) =>
    change === 'missing' ? (byId.get(clerkId) ?? []) : [],
  );
  const added = missing.length === 0 ? new Set<string>() : await add(missing);
  return { ...compared, added };
}
