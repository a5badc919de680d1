import type { ApiClient } from '../../support/api-client.js';

export const DECLARATION = '/api/v1/platform/permissions';

/** What a declaration would change. @param owner somebody who may see it */
export async function planOf(owner: ApiClient, permissions: readonly object[]) {
  return (await owner.post(`${DECLARATION}/plan`, { permissions }).expect(200)).body;
}

/** Declares these permissions, as planned a moment before. @param owner the platform's, with a fresh proof of identity */
export async function declareAs(owner: ApiClient, permissions: readonly object[]) {
  const { hash } = await planOf(owner, permissions);
  return (await owner.put(DECLARATION, { permissions, hash }).expect(200)).body;
}
