import { defineModule } from '#manifest';
import { breakGlassTables } from './break-glass.tables.js';
import { BreakGlass1763700000510 } from './migrations/1763700000510-break-glass.js';

/** What the rest of the service knows about this module. */
export const breakGlassManifest = defineModule({
  name: 'break-glass',
  auditActions: ['break_glass.used'],
  personalData: breakGlassTables,
  activities: [
    {
      module: 'break-glass',
      name: 'Access to the platform while nobody can sign in',
      dataSubjects: ['staff of the platform'],
      recipients: ['hosting'],
    },
  ],
  migrations: [BreakGlass1763700000510],
  growth: { 'public.break_glass_uses': { kept: '30 days', by: 'tables.clean-up' } },
  health: ['break_glass'],
  load: () => import('./break-glass.runtime.js'),
});
