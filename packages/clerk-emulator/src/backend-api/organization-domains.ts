import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { badFormat, clerkError, notFound } from '../server/clerk-error.js';
import { slice, type Query } from '../server/query.js';
import { DocumentStore } from '../operations/document-store.js';
import { getOrganization } from '../operations/organization-operations.js';
import type { JsonObject } from '../state/records.js';

const MODES = [
  'manual_invitation',
  'automatic_invitation',
  'automatic_suggestion',
  'enterprise_sso',
] as const;

/** The e-mail domains of organizations. */
export function organizationDomainRoutes(route: Register, core: EmulatorCore): void {
  const domains = new DocumentStore(core, 'organization_domain', 'orgdmn');
  const base = '/organizations/:organization_id/domains';
  const find = (params: Readonly<Record<string, string>>): JsonObject => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const domain = domains.get(params['domain_id'] ?? '');
    if (domain['organization_id'] !== organization.id)
      throw notFound('organization domain', String(domain['id']));
    return domain;
  };

  route('GET', base, ({ params, query }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    return list(domains.list(), query, [organization.id]);
  });
  route('GET', '/organization_domains', ({ query }) =>
    list(domains.list(), query, query.list('organization_id')),
  );
  route('POST', base, ({ params, body }) => {
    body.only('name', 'enrollment_mode', 'verified');
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const name = body.text('name').toLowerCase();
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) throw badFormat('name', 'a domain name');
    if (domains.find(name)) {
      throw clerkError(400, 'organization_domain_already_exists', 'already exists', `${name} is taken.`);
    }
    const domain = domains.create(
      {
        organization_id: organization.id,
        name,
        enrollment_mode: body.oneOf('enrollment_mode', MODES) ?? 'manual_invitation',
        affiliation_email_address: null,
        ...verifications(core, body.flag('verified') ?? true),
        total_pending_invitations: 0,
        total_pending_suggestions: 0,
      },
      name,
    );
    core.events.emit('organizationDomain.created', domain);
    return domain;
  });
  const change = (domain: JsonObject, changes: JsonObject): JsonObject => {
    const changed = domains.change(String(domain['id']), changes);
    core.events.emit('organizationDomain.updated', changed);
    return changed;
  };
  route('PATCH', `${base}/:domain_id`, ({ params, body }) => {
    body.only('enrollment_mode', 'verified');
    const verified = body.flag('verified');
    return change(find(params), {
      enrollment_mode: body.oneOf('enrollment_mode', MODES),
      ...(verified !== undefined && verifications(core, verified)),
    });
  });
  route('POST', `${base}/:domain_id/verify_ownership`, ({ params }) =>
    change(find(params), verifications(core, true)),
  );
  route('DELETE', `${base}/:domain_id`, ({ params }) => {
    const deleted = domains.delete(String(find(params)['id']));
    core.events.emit('organizationDomain.deleted', deleted);
    return deleted;
  });
}

function verifications(core: EmulatorCore, verified: boolean): JsonObject {
  const verification = {
    status: verified ? 'verified' : 'unverified',
    strategy: 'affiliation_email_code',
    attempts: null,
    expire_at: null,
    verified_at: verified ? core.clock.now() : null,
  };
  return {
    affiliation_verification: verification,
    ownership_verification: { ...verification, strategy: 'txt_record' },
    verification,
  };
}

function list(rows: readonly JsonObject[], query: Query, organizations: readonly string[]): JsonObject {
  const verified = query.flag('verified');
  const modes = query.list('enrollment_mode');
  const text = query.text('query')?.toLowerCase();
  const names = query.list('domains');
  const found = rows.filter(({ organization_id, enrollment_mode, verification, name }) => {
    const isVerified = (verification as JsonObject)['status'] === 'verified';
    return (
      (organizations.length === 0 || organizations.includes(String(organization_id))) &&
      (verified === undefined || isVerified === verified) &&
      (modes.length === 0 || modes.includes(String(enrollment_mode))) &&
      (names.length === 0 || names.includes(String(name))) &&
      (text === undefined || String(name).includes(text))
    );
  });
  return { data: slice(found, query.page()), total_count: found.length };
}
