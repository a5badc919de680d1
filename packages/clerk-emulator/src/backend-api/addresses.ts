import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { badFormat, clerkError } from '../server/clerk-error.js';
import { DocumentStore, without } from '../operations/document-store.js';
import type { JsonObject } from '../state/records.js';

/** Redirect URLs and the domains of the instance. */
export function addressRoutes(route: Register, core: EmulatorCore): void {
  const urls = new DocumentStore(core, 'redirect_url', 'ru');
  route('GET', '/redirect_urls', ({ query }) => urls.page(query));
  route('GET', '/redirect_urls/:id', ({ params }) => urls.get(params['id'] ?? ''));
  route('POST', '/redirect_urls', ({ body }) => {
    const url = body.only('url').text('url');
    if (!URL.canParse(url)) throw badFormat('url', 'a URL');
    if (urls.find(url))
      throw clerkError(400, 'duplicate_record', 'duplicate record', `${url} is in the list.`);
    return urls.create({ url }, url);
  });
  route('DELETE', '/redirect_urls/:id', ({ params }) => urls.delete(params['id'] ?? ''));

  const domains = new DocumentStore(core, 'domain', 'dmn');
  const show = (domain: JsonObject): JsonObject => without(domain, 'created_at', 'updated_at');
  route('GET', '/domains', () => {
    const data = domains.list().map(show);
    return { data, total_count: data.length };
  });
  route('POST', '/domains', ({ body }) => {
    body.only('name', 'is_satellite', 'proxy_url');
    const name = body.text('name');
    const proxy_url = body.optionalText('proxy_url') ?? null;
    const domain = {
      name,
      is_satellite: body.flag('is_satellite') ?? true,
      ...domainAddresses(core, name),
      proxy_url,
    };
    return show(domains.create(domain, name));
  });
  route('PATCH', '/domains/:id', ({ params, body }) => {
    body.only('name', 'proxy_url', 'is_secondary');
    const before = domains.get(params['id'] ?? '');
    const name = body.optionalText('name') ?? String(before['name']);
    const changes = { name, ...domainAddresses(core, name), proxy_url: body.nullableText('proxy_url') };
    return show(domains.change(String(before['id']), changes, name));
  });
  route('DELETE', '/domains/:id', ({ params }) => domains.delete(params['id'] ?? ''));
}

function domainAddresses(core: EmulatorCore, name: string): JsonObject {
  return {
    frontend_api_url: core.url(),
    accounts_portal_url: `https://accounts.${name}`,
    development_origin: '',
    cname_targets: [{ host: `clerk.${name}`, value: 'frontend-api.clerk.services', required: true }],
  };
}
