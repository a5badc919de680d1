/** Where the description of the API is shown; its scripts and styles lie below. */
const DOCS = '/docs';

/**
 * What a browser may open with a page pass: these and no others, as Fastify knows them. Each is a GET that changes nothing
 * and answers a page to whoever asks for one. `test/access/page-routes.spec.ts` compares the list with the API document.
 */
export const PAGE_ROUTES: readonly string[] = [
  DOCS,
  '/api/v1/privacy/data-map',
  '/api/v1/usage',
  '/api/v1/organizations/:organizationId/usage',
  '/api/v1/organizations/:organizationId/properties/:propertyId/usage',
];

/** How somebody names a page: its path and query, in at most so many characters. */
export const PAGE_ADDRESS = { pattern: /^\/[\w/-]*(?:\?[\w%&=.:/+-]*)?$/, max: 1_000 } as const;

const PATHS = PAGE_ROUTES.map(
  (route) => new RegExp(`^${route.replaceAll('.', '\\.').replace(/:\w+/g, '[\\w-]+')}$`),
);

/** Whether a route is a page, or a file of one. @param route its pattern */
export function isPageRoute(route: string): boolean {
  return PAGE_ROUTES.includes(route) || isOfDocs(route);
}

/** Whether that is a page which everybody sees outside production. */
export function isOfDocs(path: string): boolean {
  return path === DOCS || path.startsWith(`${DOCS}/`);
}

/** The path of an address, without its query. */
export function pathOf(address: string): string {
  return address.split('?', 1)[0] ?? '';
}

/** The page that a path belongs to: itself, or the one whose file it is; null: to none. @param path without its query */
export function pageAt(path: string): string | null {
  if (isOfDocs(path)) return DOCS;
  return PATHS.some((pattern) => pattern.test(path)) ? path : null;
}
