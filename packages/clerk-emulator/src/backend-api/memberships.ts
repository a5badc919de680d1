import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { slice, sortBy, type Order, type Query } from '../server/query.js';
import {
  changeMembership,
  createMembership,
  deleteMembership,
  getMembership,
} from '../operations/membership-operations.js';
import { mergeMetadata } from '../operations/metadata.js';
import { getOrganization } from '../operations/organization-operations.js';
import { getUser } from '../operations/user-operations.js';
import { requireRole } from '../operations/membership-operations.js';
import { membershipShape } from '../shapes/organization.shape.js';
import { primaryEmail } from '../shapes/user.shape.js';
import type { JsonObject, MembershipRecord } from '../state/records.js';
import { userTests } from './user-filters.js';

const ORDER_FIELDS = ['phone_number', 'email_address', 'created_at', 'first_name', 'last_name', 'username'];

/** Memberships by organization, by user and of the whole instance. */
export function membershipRoutes(route: Register, core: EmulatorCore): void {
  const show = (membership: MembershipRecord): JsonObject => membershipShape(core, membership);
  const list = (rows: readonly MembershipRecord[], query: Query): JsonObject => ({
    data: slice(rows, query.page()).map(show),
    total_count: rows.length,
  });
  const base = '/organizations/:organization_id/memberships';

  route('GET', base, ({ params, query }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const tests = userTests(core, query);
    const roles = query.list('role');
    const rows = core.state.memberships.by('organization', organization.id).filter((membership) => {
      const user = core.state.users.get(membership.user_id);
      return (
        user !== undefined &&
        (roles.length === 0 || roles.includes(membership.role)) &&
        tests.every((test) => test(user))
      );
    });
    return list(sortMemberships(core, rows, query.order(ORDER_FIELDS)), query);
  });
  route('POST', base, ({ params, body }) => {
    body.only('user_id', 'role', 'public_metadata', 'private_metadata');
    return show(
      createMembership(core, {
        organization: getOrganization(core, params['organization_id'] ?? ''),
        userId: body.text('user_id'),
        role: body.text('role'),
        publicMetadata: body.metadata('public_metadata'),
        privateMetadata: body.metadata('private_metadata'),
      }),
    );
  });
  route('PATCH', `${base}/:user_id`, ({ params, body }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const membership = getMembership(core, organization.id, params['user_id'] ?? '');
    const role = body.only('role').text('role');
    requireRole(core, organization, role);
    return show(changeMembership(core, membership, { role }));
  });
  route('PATCH', `${base}/:user_id/metadata`, ({ params, body }) => {
    body.only('public_metadata', 'private_metadata');
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const membership = getMembership(core, organization.id, params['user_id'] ?? '');
    return show(
      changeMembership(core, membership, {
        public_metadata: mergeMetadata(membership.public_metadata, body.metadata('public_metadata') ?? {}),
        private_metadata: mergeMetadata(membership.private_metadata, body.metadata('private_metadata') ?? {}),
      }),
    );
  });
  route('DELETE', `${base}/:user_id`, ({ params }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    return deleteMembership(core, getMembership(core, organization.id, params['user_id'] ?? ''));
  });

  route('GET', '/users/:user_id/organization_memberships', ({ params, query }) => {
    const rows = core.state.memberships.by('user', getUser(core, params['user_id'] ?? '').id);
    return list(rows.reverse(), query);
  });
  route('GET', '/organization_memberships', ({ query }) => {
    const { memberships } = core.state;
    const order = query.order(ORDER_FIELDS);
    const { offset, limit } = query.page();
    if (order.field !== 'created_at') return list(sortMemberships(core, memberships.all(), order), query);
    return {
      data: memberships.page(offset, limit, order.descending).map(show),
      total_count: memberships.size,
    };
  });
}

function sortMemberships(
  core: EmulatorCore,
  rows: readonly MembershipRecord[],
  order: Order,
): MembershipRecord[] {
  return sortBy(rows, order, (membership) => {
    const user = core.state.users.get(membership.user_id);
    switch (order.field) {
      case 'first_name':
        return user?.first_name ?? null;
      case 'last_name':
        return user?.last_name ?? null;
      case 'username':
        return user?.username ?? null;
      case 'email_address':
        return user ? primaryEmail(user) : null;
      case 'phone_number':
        return user?.phone_numbers[0]?.phone_number ?? null;
      default:
        return `${String(membership.created_at).padStart(15, '0')} ${membership.id}`;
    }
  });
}
