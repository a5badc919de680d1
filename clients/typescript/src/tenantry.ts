import type { components } from './api-types.js';
import { type ApiClient, type ClientOptions, createApiClient } from './client.js';
import { type Each, type Pages, pagesOf } from './paging.js';
import { isProblem } from './problems.js';

type Schemas = components['schemas'];

/** Where a permission is asked for, and whose: the caller's, unless a person is named. */
export type Place = Omit<Schemas['AccessQuestion'], 'permission'>;
/** Why somebody may or may not do something, and what would change it. */
export type Explanation = Schemas['ExplanationResponse'];

/** The routes of the service, and what an app asks most. */
export interface Tenantry extends ApiClient {
  /** Whether a permission is held there. What does not exist, or may not be known, is a no. */
  can(permission: string, place?: Place): Promise<boolean>;
  /** Why, or why not; and on a no, what would change it and who may do that. */
  explain(permission: string, place?: Place): Promise<Explanation>;
  /** Every member of a list, over all its pages. */
  readonly each: Each;
  readonly pages: Pages;
}

/** Makes a client: `createTenantry({ baseUrl, token: () => session.getToken() })` */
export function createTenantry(options: ClientOptions): Tenantry {
  const client = createApiClient(options);
  const pages: Pages = (path, ...init) => pagesOf(client, path, init[0]);
  const each: Each = async function* (path, ...init) {
    for await (const page of pagesOf(client, path, init[0])) yield* page;
  };
  return {
    ...client,
    async can(permission, place = {}) {
      try {
        const { data } = await client.post('/api/v1/access/check', { body: { permission, ...place } });
        return data.allowed;
      } catch (error) {
        if (isProblem(error, 'not_found')) return false;
        throw error;
      }
    },
    async explain(permission, place = {}) {
      const { data } = await client.post('/api/v1/access/explain', { body: { permission, ...place } });
      return data;
    },
    each,
    pages,
  };
}
