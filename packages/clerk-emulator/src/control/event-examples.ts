import type { EmulatorCore } from '../emulator-core.js';
import { draftUser, newEmailAddress } from '../operations/user-operations.js';
import { badValue } from '../server/clerk-error.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import {
  membershipShape,
  organizationInvitationShape,
  organizationShape,
  publicOrganizationShape,
} from '../shapes/organization.shape.js';
import { permissionShape, roleShape } from '../shapes/role.shape.js';
import { sessionShape } from '../shapes/session.shape.js';
import { identifierOf, imageUrl, userShape } from '../shapes/user.shape.js';
import type { JsonObject, OrganizationRecord } from '../state/records.js';
import { billingExamples } from './billing-examples.js';
import { messageExamples } from './message-examples.js';

type Example = (core: EmulatorCore) => JsonObject;

/** Examples of the data of each of Clerk's event types; where the instance has such an object, its newest. */
const EXAMPLES: Record<string, Example> = {
  'user.created': user,
  'user.updated': user,
  'user.deleted': (core) => deletedShape('user', String(user(core)['id'])),
  'organization.created': (core) => organizationShape(core, organization(core)),
  'organization.updated': (core) => organizationShape(core, organization(core)),
  'organization.deleted': (core) => deletedShape('organization', organization(core).id, { slug: 'example' }),
  'organizationMembership.created': membership,
  'organizationMembership.updated': membership,
  'organizationMembership.deleted': membership,
  'organizationInvitation.created': invitation,
  'organizationInvitation.revoked': (core) => ({ ...invitation(core), status: 'revoked', url: null }),
  'organizationInvitation.accepted': (core) => ({
    ...invitation(core),
    status: 'accepted',
    url: null,
    user_id: user(core)['id'],
    data: { public_organization_data: publicOrganizationShape(organization(core)) },
  }),
  'organizationDomain.created': domain,
  'organizationDomain.updated': domain,
  'organizationDomain.deleted': (core) => deletedShape('organization_domain', String(domain(core)['id'])),
  'session.created': session('active'),
  'session.pending': session('pending'),
  'session.ended': session('ended'),
  'session.removed': session('removed'),
  'session.revoked': session('revoked'),
  'role.created': role,
  'role.updated': role,
  'role.deleted': (core) => deletedShape('role', String(role(core)['id'])),
  'permission.created': permission,
  'permission.updated': permission,
  'permission.deleted': (core) => deletedShape('permission', String(permission(core)['id'])),
  ...messageExamples,
  ...billingExamples,
};

/** An example of the data of an event type; 422 for a type that Clerk does not have. */
export function eventExample(core: EmulatorCore, type: string): JsonObject {
  const example = Object.hasOwn(EXAMPLES, type) ? EXAMPLES[type] : undefined;
  if (!example) throw badValue('type', `${type} is not one of Clerk's event types.`);
  return example(core);
}

function user(core: EmulatorCore): JsonObject {
  const newest = core.state.users.page(0, 1, true)[0];
  return userShape(
    core,
    newest ??
      draftUser(core, {
        first_name: 'Example',
        last_name: 'Person',
        email_addresses: [newEmailAddress(core, 'person@example.test')],
      }),
  );
}

function organization(core: EmulatorCore): OrganizationRecord {
  const now = core.clock.now();
  return (
    core.state.organizations.page(0, 1, true)[0] ?? {
      id: core.ids.next('org', now),
      name: 'Example',
      slug: 'example',
      has_image: false,
      max_allowed_memberships: 0,
      admin_delete_enabled: true,
      public_metadata: {},
      private_metadata: {},
      created_by: null,
      role_set_key: 'role_set:default',
      created_at: now,
      updated_at: now,
    }
  );
}

function membership(core: EmulatorCore): JsonObject {
  const newest = core.state.memberships.page(0, 1, true)[0];
  if (newest) return membershipShape(core, newest);
  const now = core.clock.now();
  const person = draftUser(core, { email_addresses: [newEmailAddress(core, 'person@example.test')] });
  const shape = membershipShape(core, {
    id: core.ids.next('orgmem', now),
    organization_id: '',
    user_id: '',
    role: 'org:member',
    public_metadata: {},
    private_metadata: {},
    created_at: now,
    updated_at: now,
  });
  return {
    ...shape,
    organization: organizationShape(core, organization(core)),
    public_user_data: {
      user_id: person.id,
      first_name: null,
      last_name: null,
      profile_image_url: imageUrl(person.id),
      image_url: imageUrl(person.id),
      has_image: false,
      identifier: identifierOf(person),
    },
  };
}

function invitation(core: EmulatorCore): JsonObject {
  const now = core.clock.now();
  return organizationInvitationShape(
    core,
    core.state.organizationInvitations.page(0, 1, true)[0] ?? {
      id: core.ids.next('orginv', now),
      organization_id: organization(core).id,
      email_address: 'guest@example.test',
      role: 'org:member',
      inviter_id: null,
      status: 'pending',
      public_metadata: {},
      private_metadata: {},
      redirect_url: null,
      ticket: 'example',
      accepted_by: null,
      expires_at: now + 86_400_000,
      created_at: now,
      updated_at: now,
    },
  );
}

function domain(core: EmulatorCore): JsonObject {
  const now = core.clock.now();
  const verification = {
    status: 'verified',
    strategy: 'affiliation_email_code',
    attempts: 1,
    expire_at: now,
    verified_at: now,
  };
  return {
    object: 'organization_domain',
    id: core.ids.next('orgdmn', now),
    organization_id: organization(core).id,
    name: 'example.test',
    enrollment_mode: 'manual_invitation',
    affiliation_email_address: null,
    affiliation_verification: verification,
    ownership_verification: verification,
    verification,
    total_pending_invitations: 0,
    total_pending_suggestions: 0,
    created_at: now,
    updated_at: now,
  };
}

function session(status: 'active' | 'pending' | 'ended' | 'removed' | 'revoked'): Example {
  return (core) => {
    const now = core.clock.now();
    const newest = core.state.sessions.page(0, 1, true)[0];
    const owner = newest && core.state.users.get(newest.user_id);
    const shape = owner ? userShape(core, owner) : user(core);
    const record = newest ?? {
      id: core.ids.next('sess', now),
      user_id: String(shape['id']),
      client_id: core.ids.next('client', now),
      actor: null,
      last_active_organization_id: null,
      last_active_at: now,
      first_factor_at: now,
      second_factor_at: null,
      expire_at: now + 86_400_000,
      abandon_at: now + 86_400_000,
      created_at: now,
      updated_at: now,
    };
    return { ...sessionShape({ ...record, status }), user: shape };
  };
}

function role(core: EmulatorCore): JsonObject {
  const [newest] = core.state.roles.page(0, 1, true);
  return newest ? roleShape(core, newest) : {};
}

function permission(core: EmulatorCore): JsonObject {
  const [newest] = core.state.permissions.page(0, 1, true);
  return newest ? permissionShape(newest) : {};
}
