import { defineModule } from '#manifest';
import { AuthorizationModels1763600000090 } from './migrations/1763600000090-authorization-models.js';
import { permissionsTables } from './permissions.tables.js';

/** What the rest of the service knows about this module. */
export const permissionsManifest = defineModule({
  name: 'permissions',
  apiGroups: [{ name: 'permissions', description: 'What can be allowed, built in or declared by the app.' }],
  permissions: {
    'platform:permissions:read': 'See what the application declares, and what a change of it would do',
    'platform:permissions:manage': 'Change what the application declares',
  },
  roles: {
    operator: ['platform:permissions:read'],
    owner: ['platform:permissions:manage'],
  },
  auditActions: ['permissions.declared'],
  publishes: ['permissions.declared'],
  personalData: permissionsTables,
  migrations: [AuthorizationModels1763600000090],
  growth: {
    'public.authorization_models': {
      forGood: 'the changes of the declaration',
      why: 'they say by what rights were decided',
    },
  },
  load: () => import('./permissions.runtime.js'),
});
