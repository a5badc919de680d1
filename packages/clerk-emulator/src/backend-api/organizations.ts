import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { missing } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import { slice, sortBy, type Query } from '../server/query.js';
import { mergeMetadata } from '../operations/metadata.js';
import {
  changeOrganization,
  createOrganization,
  deleteOrganization,
  getOrganization,
} from '../operations/organization-operations.js';
import { organizationShape, type OrganizationExtras } from '../shapes/organization.shape.js';
import { imageUrl } from '../shapes/user.shape.js';
import type { JsonObject, OrganizationRecord } from '../state/records.js';

const METADATA = ['public_metadata', 'private_metadata'] as const;

/** GET, POST, PATCH and DELETE of organizations, their metadata and logo. */
export function organizationRoutes(route: Register, core: EmulatorCore): void {
  const found = (id: string | undefined): OrganizationRecord => getOrganization(core, id ?? '');

  route('GET', '/organizations', ({ query }) => listOrganizations(core, query));
  route('GET', '/organizations/:organization_id', ({ params, query }) =>
    organizationShape(core, found(params['organization_id']), extras(query)),
  );
  route('POST', '/organizations', ({ body }) => {
    body.only(
      ...METADATA,
      'name',
      'slug',
      'created_by',
      'max_allowed_memberships',
      'created_at',
      'role_set_key',
    );
    const organization = createOrganization(core, {
      name: body.text('name'),
      slug: body.optionalText('slug'),
      createdBy: body.optionalText('created_by'),
      maxAllowedMemberships: body.integer('max_allowed_memberships', 0),
      publicMetadata: body.metadata('public_metadata'),
      privateMetadata: body.metadata('private_metadata'),
      createdAt: body.time('created_at'),
      roleSetKey: body.optionalText('role_set_key'),
    });
    return organizationShape(core, organization);
  });
  route('PATCH', '/organizations/:organization_id', ({ params, body }) => {
    body.only(
      'name',
      'slug',
      'max_allowed_memberships',
      'admin_delete_enabled',
      'created_at',
      'role_set_key',
    );
    const changes = {
      name: body.optionalText('name'),
      slug: body.optionalText('slug'),
      max_allowed_memberships: body.integer('max_allowed_memberships', 0),
      admin_delete_enabled: body.flag('admin_delete_enabled'),
      created_at: body.time('created_at'),
      role_set_key: body.optionalText('role_set_key'),
    };
    const sent = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    return organizationShape(core, changeOrganization(core, found(params['organization_id']), sent));
  });
  route('DELETE', '/organizations/:organization_id', ({ params }) =>
    deleteOrganization(core, found(params['organization_id'])),
  );
  route('PATCH', '/organizations/:organization_id/metadata', ({ params, body }) => {
    const organization = found(params['organization_id']);
    const changes = metadataOf(body.only(...METADATA));
    const merged = Object.entries(changes).map(([name, value]) => [
      name,
      mergeMetadata(organization[name as (typeof METADATA)[number]], value),
    ]);
    return organizationShape(
      core,
      changeOrganization(core, organization, Object.fromEntries(merged) as Partial<OrganizationRecord>),
    );
  });
  route('PUT', '/organizations/:organization_id/metadata', ({ params, body }) =>
    organizationShape(
      core,
      changeOrganization(core, found(params['organization_id']), metadataOf(body.only(...METADATA))),
    ),
  );
  route('PUT', '/organizations/:organization_id/logo', ({ params, rawBody }) => {
    if (!Buffer.isBuffer(rawBody)) throw missing('file');
    const organization = changeOrganization(core, found(params['organization_id']), { has_image: true });
    return { ...organizationShape(core, organization), logo_url: imageUrl(organization.id) };
  });
  route('DELETE', '/organizations/:organization_id/logo', ({ params }) =>
    organizationShape(core, changeOrganization(core, found(params['organization_id']), { has_image: false })),
  );
}

function extras(query: Query): OrganizationExtras {
  return {
    membersCount: query.flag('include_members_count'),
    missingAdmin: query.flag('include_missing_member_with_elevated_permissions'),
  };
}

function listOrganizations(core: EmulatorCore, query: Query): JsonObject {
  const { organizations, memberships } = core.state;
  const order = query.order(['name', 'created_at', 'members_count']);
  const page = query.page();
  const show = (organization: OrganizationRecord): JsonObject =>
    organizationShape(core, organization, extras(query));
  const text = query.text('query')?.toLowerCase();
  const userIds = query.list('user_id');
  const ids = query.list('organization_id');
  if (text === undefined && userIds.length + ids.length === 0 && order.field === 'created_at') {
    const rows = organizations.page(page.offset, page.limit, order.descending);
    return { data: rows.map(show), total_count: organizations.size };
  }
  const rows = organizations.all().filter(
    (organization) =>
      (text === undefined ||
        organization.id === query.text('query') ||
        organization.name.toLowerCase().includes(text) ||
        organization.slug.includes(text)) &&
      passes(ids, [organization.id]) &&
      (userIds.length === 0 ||
        passes(
          userIds,
          memberships.by('organization', organization.id).map(({ user_id }) => user_id),
        )),
  );
  const sorted = sortBy<OrganizationRecord>(rows, order, (organization) =>
    order.field === 'name'
      ? organization.name
      : order.field === 'members_count'
        ? memberships.count('organization', organization.id)
        : organization.created_at,
  );
  return { data: slice<OrganizationRecord>(sorted, page).map(show), total_count: rows.length };
}

/** Clerk's id filters: plain or `+` means one of them, `-` means none of them. */
function passes(filter: readonly string[], values: readonly string[]): boolean {
  const wanted = filter.filter((item) => !item.startsWith('-')).map((item) => item.replace(/^\+/, ''));
  const unwanted = filter.filter((item) => item.startsWith('-')).map((item) => item.slice(1));
  return (
    (wanted.length === 0 || values.some((value) => wanted.includes(value))) &&
    !values.some((value) => unwanted.includes(value))
  );
}

function metadataOf(body: Fields): Partial<Pick<OrganizationRecord, (typeof METADATA)[number]>> {
  const sent = METADATA.map((name) => [name, body.metadata(name)] as const);
  return Object.fromEntries(sent.filter(([, value]) => value !== undefined));
}
