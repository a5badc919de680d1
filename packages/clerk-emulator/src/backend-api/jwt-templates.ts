import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { identifierExists, missing } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import { DocumentStore } from '../operations/document-store.js';
import type { JsonObject } from '../state/records.js';

const DEFAULT_LIFETIME_SECONDS = 60;
const DEFAULT_SKEW_SECONDS = 5;

/** Templates of custom tokens. */
export function jwtTemplateRoutes(route: Register, core: EmulatorCore): void {
  const templates = new DocumentStore(core, 'jwt_template', 'jtmp');
  route('GET', '/jwt_templates', ({ query }) => templates.page(query));
  route('GET', '/jwt_templates/:id', ({ params }) => templates.get(params['id'] ?? ''));
  route('POST', '/jwt_templates', ({ body }) => {
    const template = read(body);
    const name = String(template['name']);
    if (templates.find(name)) throw identifierExists('name');
    return templates.create(template, name);
  });
  route('PATCH', '/jwt_templates/:id', ({ params, body }) => {
    const before = templates.get(params['id'] ?? '');
    const template = read(body);
    const name = String(template['name']);
    if (name !== before['name'] && templates.find(name)) throw identifierExists('name');
    return templates.change(String(before['id']), template, name);
  });
  route('DELETE', '/jwt_templates/:id', ({ params }) => templates.delete(params['id'] ?? ''));
}

function read(body: Fields): JsonObject {
  body.only(
    ...['name', 'claims', 'lifetime', 'allowed_clock_skew'],
    ...['custom_signing_key', 'signing_algorithm', 'signing_key'],
  );
  const claims = body.object('claims');
  if (!claims) throw missing('claims');
  return {
    name: body.text('name'),
    claims,
    lifetime: body.integer('lifetime', 30, 315_360_000) ?? DEFAULT_LIFETIME_SECONDS,
    allowed_clock_skew: body.integer('allowed_clock_skew', 0, 300) ?? DEFAULT_SKEW_SECONDS,
    custom_signing_key: body.flag('custom_signing_key') ?? false,
    signing_algorithm: body.optionalText('signing_algorithm') ?? 'RS256',
  };
}
