import { defineModule, EVERYBODY, PER_PERSON } from '#manifest';
import { Users1763600000040 } from './migrations/1763600000040-users.js';
import { SessionImpersonators1763700000310 } from './migrations/1763700000310-session-impersonators.js';
import { Tombstones1763600000041 } from './migrations/1763600000041-tombstones.js';
import { usersTables } from './users.tables.js';

/** All of it is told to subscribers. */
const AUDIT_ACTIONS = [
  'user.created',
  'user.updated',
  'user.deleted',
  'user.banned',
  'user.unbanned',
  'user.sessions_revoked',
  'session.started',
  'session.ended',
  'platform_role.given',
  'platform_role.taken',
] as const;

/** What the rest of the service knows about this module. */
export const usersManifest = defineModule({
  name: 'users',
  apiGroups: [{ name: 'people', description: 'Everybody who signs in, for the staff of the platform.' }],
  permissions: {
    'platform:users:read': 'Find people and see their account',
    'platform:users:manage': 'Ban, unban and sign out people',
    'platform:roles:manage': 'Give and take platform roles',
  },
  roles: {
    operator: ['platform:users:read'],
    admin: ['platform:users:manage'],
    owner: ['platform:roles:manage'],
  },
  auditActions: AUDIT_ACTIONS,
  publishes: AUDIT_ACTIONS,
  personalData: usersTables,
  activities: [
    {
      module: 'users',
      name: 'Accounts and sign-in',
      dataSubjects: EVERYBODY,
      recipients: ['clerk', 'hosting', 'organizations'],
    },
  ],
  migrations: [Users1763600000040, Tombstones1763600000041, SessionImpersonators1763700000310],
  growth: {
    'public.former_identifiers': PER_PERSON,
    'public.idempotency_keys': { kept: '24 hours', by: 'tables.clean-up' },
    'public.platform_role_grants': PER_PERSON,
    'public.tombstone_keys': { atMost: 'one row' },
    'public.tombstones': { forGood: 'one row of what was deleted', why: 'what is gone must not come back' },
    'public.user_email_addresses': PER_PERSON,
    'public.user_sessions': { kept: '30 days after their end', by: 'tables.clean-up' },
    'public.users': { atMost: 'the people at Clerk, and those that are kept after their deletion' },
  },
  jobs: ['clerk.confirm-ban', 'clerk.end-sessions'],
  load: () => import('./users.runtime.js'),
});
