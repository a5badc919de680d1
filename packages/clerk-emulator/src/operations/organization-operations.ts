import type { EmulatorCore } from '../emulator-core.js';
import { changeTime } from '../emulator-core.js';
import { badFormat, clerkError, identifierExists, notFound } from '../server/clerk-error.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { organizationShape } from '../shapes/organization.shape.js';
import type { JsonObject, OrganizationRecord } from '../state/records.js';
import { createMembership } from './membership-operations.js';
import { changeSession } from './session-operations.js';
import { readSettings } from './settings.js';
import { getUser } from './user-operations.js';

export interface NewOrganization {
  name: string;
  slug?: string | undefined;
  createdBy?: string | undefined;
  maxAllowedMemberships?: number | undefined;
  publicMetadata?: JsonObject | undefined;
  privateMetadata?: JsonObject | undefined;
  createdAt?: number | undefined;
  roleSetKey?: string | undefined;
}

/** The organization with that id, or with that slug as Clerk also accepts. */
export function getOrganization(core: EmulatorCore, idOrSlug: string): OrganizationRecord {
  const organization =
    core.state.organizations.get(idOrSlug) ?? core.state.organizations.one('slug', idOrSlug);
  if (!organization) throw notFound('organization', idOrSlug);
  return organization;
}

/** Makes an organization; its creator, if named, becomes a member with the creator's role. */
export function createOrganization(core: EmulatorCore, input: NewOrganization): OrganizationRecord {
  const { state, clock } = core;
  const settings = readSettings(core, 'organization_settings');
  const creator = input.createdBy === undefined ? undefined : getUser(core, input.createdBy);
  if (creator) refuseOverLimit(core, creator.id, creator.create_organizations_limit);
  const slug = input.slug ?? freeSlug(core, input.name);
  checkSlug(core, slug);
  const created = input.createdAt ?? clock.now();
  const organization = state.organizations.put({
    id: core.ids.next('org', clock.now()),
    name: input.name,
    slug,
    has_image: false,
    max_allowed_memberships: input.maxAllowedMemberships ?? Number(settings['max_allowed_memberships']),
    admin_delete_enabled: settings['admin_delete_enabled'] === true,
    public_metadata: input.publicMetadata ?? {},
    private_metadata: input.privateMetadata ?? {},
    created_by: creator?.id ?? null,
    role_set_key: input.roleSetKey ?? String(settings['initial_role_set_key']),
    created_at: created,
    updated_at: Math.max(created, clock.now()),
  });
  core.events.emit('organization.created', organizationShape(core, organization));
  if (creator) {
    createMembership(core, { organization, userId: creator.id, role: String(settings['creator_role']) });
  }
  return organization;
}

export function changeOrganization(
  core: EmulatorCore,
  before: OrganizationRecord,
  changes: Partial<OrganizationRecord>,
): OrganizationRecord {
  if (changes.slug !== undefined && changes.slug !== before.slug) checkSlug(core, changes.slug);
  const organization = core.state.organizations.put({
    ...before,
    ...changes,
    updated_at: changeTime(core, before),
  });
  core.events.emit('organization.updated', organizationShape(core, organization));
  return organization;
}

/** Deletes an organization with its memberships, invitations and domains, and clears it from sessions. */
export function deleteOrganization(core: EmulatorCore, organization: OrganizationRecord): JsonObject {
  const { state } = core;
  const { id } = organization;
  for (const membership of state.memberships.by('organization', id)) state.memberships.delete(membership.id);
  for (const invitation of state.organizationInvitations.by('organization', id)) {
    state.organizationInvitations.delete(invitation.id);
  }
  for (const domain of state.documents.by('kind', 'organization_domain')) {
    if (domain.body['organization_id'] === id) state.documents.delete(domain.id);
  }
  for (const session of state.sessions.by('organization', id)) {
    changeSession(core, session, { last_active_organization_id: null });
  }
  state.organizations.delete(id);
  const deleted = deletedShape('organization', id, { slug: organization.slug });
  core.events.emit('organization.deleted', deleted);
  return deleted;
}

function checkSlug(core: EmulatorCore, slug: string): void {
  if (!/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(slug)) {
    throw badFormat('slug', 'made of lower-case letters, digits and single hyphens');
  }
  if (core.state.organizations.one('slug', slug)) throw identifierExists('slug');
}

function freeSlug(core: EmulatorCore, name: string): string {
  const words = name
    .toLowerCase()
    .normalize('NFKD')
    .match(/[a-z0-9]+/g) ?? ['organization'];
  const stem = `${words.join('-')}-${Math.floor(core.clock.now() / 1000)}`;
  for (let slug = stem, next = 2; ; slug = `${stem}-${next++}`) {
    if (!core.state.organizations.one('slug', slug)) return slug;
  }
}

function refuseOverLimit(core: EmulatorCore, userId: string, limit: number | null): void {
  if (limit === null || limit === 0) return;
  if (core.state.organizations.count('creator', userId) < limit) return;
  throw clerkError(
    403,
    'organization_creation_quota_exceeded',
    'organization creation quota exceeded',
    `The user has reached the limit of ${limit} organizations.`,
  );
}
