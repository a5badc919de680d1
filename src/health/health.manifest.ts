import { defineModule } from '#manifest';

/** What the rest of the service knows about this module. */
export const healthManifest = defineModule({
  name: 'health',
  apiGroups: [{ name: 'operations', description: 'How the service is.' }],
  auditActions: ['operations.debug_bundle_made'],
  permissions: {
    'platform:operations:read': 'See the health, jobs and figures of the service',
  },
  roles: {
    operator: ['platform:operations:read'],
  },
});
