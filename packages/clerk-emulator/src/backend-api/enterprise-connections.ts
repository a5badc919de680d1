import type { EmulatorCore } from '../emulator-core.js';
import { Answer, type Register } from '../server/call.js';
import { badValue, missing } from '../server/clerk-error.js';
import { DocumentStore } from '../operations/document-store.js';
import { getOrganization } from '../operations/organization-operations.js';
import type { JsonObject } from '../state/records.js';

const SWITCHES = [
  'active',
  'sync_user_attributes',
  'disable_additional_identifications',
  'allow_organization_account_linking',
];

/** Single sign-on of enterprises. Connections are kept; nobody can sign in through them here. */
export function enterpriseConnectionRoutes(route: Register, core: EmulatorCore): void {
  const connections = new DocumentStore(core, 'enterprise_connection', 'ent');
  const one = '/enterprise_connections/:id';
  route('GET', '/enterprise_connections', ({ query }) => {
    const organization = query.text('organization_id');
    const active = query.flag('active');
    const rows = connections
      .list()
      .filter((row) => organization === undefined || row['organization_id'] === organization)
      .filter((row) => active === undefined || row['active'] === active);
    return connections.envelope(query, rows);
  });
  route('POST', '/enterprise_connections', ({ body }) => {
    const provider = body.text('provider');
    if (!/^(?:saml|oidc)_/.test(provider))
      throw badValue('provider', 'provider must be a SAML or OIDC provider.');
    const domains = body.texts('domains');
    if (!domains) throw missing('domains');
    const organization = body.optionalText('organization_id');
    const now = core.clock.now();
    const connection = connections.create({
      name: body.text('name'),
      provider,
      domains,
      organization_id: organization === undefined ? null : getOrganization(core, organization).id,
      logo_public_url: null,
      ...Object.fromEntries(SWITCHES.map((name) => [name, body.flag(name) ?? false])),
      authenticatable: true,
      disable_jit_provisioning: false,
      custom_attributes: [],
      saml_connection: provider.startsWith('saml')
        ? saml(core, body.text('name'), body.object('saml') ?? {})
        : null,
      oauth_config: provider.startsWith('oidc')
        ? {
            id: core.ids.next('oac', now),
            name: body.text('name'),
            provider_key: provider,
            client_id: null,
            ...body.object('oidc'),
            created_at: now,
            updated_at: now,
          }
        : null,
    });
    return new Answer(201, connection);
  });
  route('GET', one, ({ params }) => connections.get(params['id'] ?? ''));
  route('PATCH', one, ({ params, body }) =>
    connections.change(params['id'] ?? '', {
      name: body.optionalText('name'),
      domains: body.texts('domains'),
      organization_id: body.optionalText('organization_id'),
      ...Object.fromEntries(SWITCHES.map((name) => [name, body.flag(name)])),
    }),
  );
  route('DELETE', one, ({ params }) => connections.delete(params['id'] ?? ''));
  route('GET', `${one}/test_runs`, ({ params }) => {
    connections.get(params['id'] ?? '');
    return { data: [], total_count: 0 };
  });
}

function saml(core: EmulatorCore, name: string, settings: JsonObject): JsonObject {
  const id = core.ids.next('samlc', core.clock.now());
  const text = (key: string): string | null => {
    const value = settings[key];
    return typeof value === 'string' ? value : null;
  };
  return {
    id,
    name,
    idp_entity_id: text('idp_entity_id'),
    idp_sso_url: text('idp_sso_url'),
    idp_metadata_url: text('idp_metadata_url'),
    acs_url: `${core.url()}/v1/saml/acs/${id}`,
    sp_entity_id: `${core.url()}/saml/${id}`,
    sp_metadata_url: `${core.url()}/v1/saml/metadata/${id}.xml`,
    active: false,
    allow_idp_initiated: false,
    allow_subdomains: false,
    force_authn: false,
    login_hint: { mode: 'email_address' },
  };
}
