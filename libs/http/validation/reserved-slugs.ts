/** What stands in addresses beside the names that people choose: pages of an app, parts of an API, hosts of a domain. */
const RESERVED: ReadonlySet<string> = new Set(
  `about account accounts admin administrator api app apps assets auth billing blog cdn clerk config contact dashboard
   default docs download edit false favicon healthz health help home index internal invitations invite legal live local
   localhost login logout mail me members metrics my new null oauth openapi operator organization organizations owner
   platform privacy profile properties property public ready register robots roles root security self session sessions
   settings sign-in sign-out sign-up signin signout signup sitemap static status support sync system tenantry terms true
   undefined usage user users webhook webhooks well-known www`
    .trim()
    .split(/\s+/),
);

export function isReservedSlug(value: unknown): boolean {
  return typeof value === 'string' && RESERVED.has(value);
}
