import { defineModule } from '#manifest';

/** What the rest of the service knows about this module. */
export const authManifest = defineModule({
  name: 'auth',
  apiGroups: [{ name: 'you', description: 'Who calls, and what they may do.' }],
  load: () => import('./auth.runtime.js'),
});
