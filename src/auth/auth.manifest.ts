import { defineModule } from '#manifest';

/** What the rest of the service knows about this module. */
export const authManifest = defineModule({
  name: 'auth',
  load: () => import('./auth.runtime.js'),
});
