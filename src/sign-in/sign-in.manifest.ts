import { defineModule, PER_ORGANIZATION } from '#manifest';
import { SignInPolicies1763700000311 } from './migrations/1763700000311-sign-in-policies.js';
import { signInTables } from './sign-in.tables.js';
import { signInTenancy } from './sign-in.tenancy.js';

/** What the rest of the service knows about this module. */
export const signInManifest = defineModule({
  name: 'sign-in',
  apiGroups: [{ name: 'sign-in', description: 'How people must sign in before their rights count.' }],
  permissions: {
    'platform:sign_in_policy:read': 'See how staff of the platform must sign in',
    'platform:sign_in_policy:manage': 'Change how staff of the platform must sign in',
    'org:sign_in_policy:read': 'See how people of the organization must sign in',
    'org:sign_in_policy:manage': 'Change how people of the organization must sign in',
  },
  roles: {
    operator: ['platform:sign_in_policy:read', 'org:sign_in_policy:read'],
    admin: ['org:sign_in_policy:manage'],
    owner: ['platform:sign_in_policy:manage'],
  },
  auditActions: ['sign_in_policy.changed', 'sign_in_policy.reset'],
  publishes: ['sign_in_policy.changed', 'sign_in_policy.reset'],
  personalData: signInTables,
  tenancy: signInTenancy,
  migrations: [SignInPolicies1763700000311],
  growth: { 'public.sign_in_policies': PER_ORGANIZATION },
  load: () => import('./sign-in.runtime.js'),
});
