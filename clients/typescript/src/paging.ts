import type { PathsWithMethod } from 'openapi-typescript-helpers';
import type { MaybeOptionalInit } from 'openapi-fetch';
import type { paths } from './api-types.js';
import type { ApiClient, DataOf, InitParam } from './client.js';

interface Page {
  readonly data: readonly unknown[];
  readonly nextCursor: string | null;
}

/** Paths whose GET answers pages. */
export type ListPath = {
  [Path in PathsWithMethod<paths, 'get'>]: DataOf<Path, 'get'> extends Page ? Path : never;
}[PathsWithMethod<paths, 'get'>];

/** One member of a list. */
export type ItemOf<Path extends ListPath> =
  DataOf<Path, 'get'> extends { readonly data: readonly (infer Item)[] } ? Item : never;

/** Every page of a list, each asked for when the one before was taken. */
export async function* pagesOf<Path extends ListPath>(
  client: ApiClient,
  path: Path,
  init: object = {},
): AsyncGenerator<ItemOf<Path>[], void, undefined> {
  const get = client.get as unknown as (path: string, init: object) => Promise<{ data: Page }>;
  const params = (init as { params?: { query?: object } }).params ?? {};
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { ...params.query, ...(cursor === undefined ? {} : { cursor }) };
    const { data } = await get(path, { ...init, params: { ...params, query } });
    cursor = data.nextCursor;
    yield data.data as ItemOf<Path>[];
  }
}

/** `for await (const member of tenantry.each('/api/v1/organizations/{organizationId}/members', …))` */
export type Each = <
  Path extends ListPath,
  Init extends MaybeOptionalInit<paths[Path], 'get' & keyof paths[Path]>,
>(
  path: Path,
  ...init: InitParam<Init>
) => AsyncGenerator<ItemOf<Path>, void, undefined>;

/** The same, a page at a time. */
export type Pages = <
  Path extends ListPath,
  Init extends MaybeOptionalInit<paths[Path], 'get' & keyof paths[Path]>,
>(
  path: Path,
  ...init: InitParam<Init>
) => AsyncGenerator<ItemOf<Path>[], void, undefined>;
