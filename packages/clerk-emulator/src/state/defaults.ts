import type { IdGenerator } from './id-generator.js';
import type { State } from './state.js';

const SYSTEM_PERMISSIONS: Record<string, string> = {
  'org:sys_profile:manage': 'Manage organization',
  'org:sys_profile:delete': 'Delete organization',
  'org:sys_memberships:read': 'Read members',
  'org:sys_memberships:manage': 'Manage members',
  'org:sys_domains:read': 'Read domains',
  'org:sys_domains:manage': 'Manage domains',
  'org:sys_billing:read': 'Read billing',
  'org:sys_billing:manage': 'Manage billing',
  'org:sys_api_keys:read': 'Read API keys',
  'org:sys_api_keys:manage': 'Manage API keys',
};

const MEMBER_PERMISSIONS = ['org:sys_memberships:read', 'org:sys_billing:read'];

/** Gives a new instance Clerk's system permissions, the two default roles and their role set. */
export function installDefaults(state: State, ids: IdGenerator, now: number): void {
  if (state.roles.size > 0) return;
  const times = { created_at: now, updated_at: now };
  const permissions = Object.entries(SYSTEM_PERMISSIONS).map(([key, name]) =>
    state.permissions.put({
      id: ids.next('perm', now),
      key,
      name,
      description: name,
      type: 'system',
      ...times,
    }),
  );
  const roles = [
    { key: 'org:admin', name: 'Admin', description: 'Manages the organization', granted: permissions },
    {
      key: 'org:member',
      name: 'Member',
      description: 'Takes part in the organization',
      granted: permissions.filter(({ key }) => MEMBER_PERMISSIONS.includes(key)),
    },
  ].map(({ key, name, description, granted }) =>
    state.roles.put({
      id: ids.next('role', now),
      key,
      name,
      description,
      is_creator_eligible: key === 'org:admin',
      permission_ids: granted.map(({ id }) => id),
      ...times,
    }),
  );
  state.documents.put({
    id: ids.next('rset', now),
    kind: 'role_set',
    lookup: 'role_set:default',
    created_at: now,
    body: {
      key: 'role_set:default',
      name: 'Default',
      description: 'The roles of every new organization',
      type: 'initial',
      roles: roles.map(({ id }) => id),
      creator_role: roles[0]?.id,
      default_role: roles[1]?.id,
      updated_at: now,
    },
  });
}
