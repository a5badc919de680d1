import { ApiDocument, type OpenApi } from '../support/api-document.js';

/**
 * The least that each route takes as its body, and of a change what the document has an example of, by method and path of
 * the inventory.
 *
 * @param url of a running service
 */
export async function describedBodies(url: string): Promise<ReadonlyMap<string, unknown>> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const api = new ApiDocument(document, () => undefined);
  return new Map(
    api.operations().flatMap(({ method, path, body }): [string, unknown][] => {
      const route = `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
      if (body === undefined) return [];
      return [[route, method === 'PATCH' ? api.sampleOfChange(body) : api.sample(body)]];
    }),
  );
}
