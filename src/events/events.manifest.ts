import { defineModule } from '#manifest';
import { eventsTables } from './events.tables.js';
import { eventsTenancy } from './events.tenancy.js';
import { Events1763700000270 } from './migrations/1763700000270-events.js';
import { AuditEndpoint1763700000800 } from './migrations/1763700000800-audit-endpoint.js';
import { WhereEventsBegin1763700000332 } from './migrations/1763700000332-where-events-begin.js';

/** What the rest of the service knows about this module. */
export const eventsManifest = defineModule({
  name: 'events',
  apiGroups: [
    {
      name: 'events',
      description: 'What happened, for other programs: a feed to follow, and signed deliveries.',
    },
  ],
  permissions: {
    'platform:events:read': 'Follow what happens anywhere, and see where the platform has it delivered to',
    'platform:events:manage': 'Have what happens anywhere delivered to an address',
    'org:events:read': 'Follow what happens in the organization, and see where it is delivered to',
    'org:events:manage': 'Have what happens in the organization delivered to an address',
  },
  roles: {
    operator: ['org:events:read'],
    admin: ['platform:events:read'],
    // Whoever makes somebody an organization’s admin holds all that this role carries.
    owner: ['platform:events:manage', 'org:events:manage'],
  },
  auditActions: [
    'event_endpoint.created',
    'event_endpoint.changed',
    'event_endpoint.deleted',
    'event_endpoint.secret_rotated',
    'event_endpoint.disabled',
    'event_endpoint.replayed',
  ],
  publishes: [
    'event_endpoint.created',
    'event_endpoint.changed',
    'event_endpoint.deleted',
    'event_endpoint.disabled',
  ],
  personalData: eventsTables,
  activities: [
    {
      module: 'events',
      name: 'Telling other programs what happens',
      dataSubjects: ['members of organizations', 'staff of the platform'],
      recipients: ['hosting', 'organizations'],
    },
  ],
  tenancy: eventsTenancy,
  migrations: [Events1763700000270, WhereEventsBegin1763700000332, AuditEndpoint1763700000800],
  growth: {
    'public.access_rechecks': { atMost: 'one row of each organization, until its people are gone through' },
    'public.access_snapshots': { atMost: 'one row of each membership' },
    'public.event_deliveries': {
      kept: '7 days after it arrived, else as long as its event',
      by: 'tables.clean-up',
    },
    'public.event_endpoints': {
      atMost: 'ten of each organization, ten of the platform, and the receiver of the audit log',
    },
    'public.event_feed': { atMost: 'one row' },
    'public.events': { kept: '30 days', by: 'events.prune' },
  },
  periodicJobs: [
    {
      name: 'events.prune',
      cron: '*/10 * * * *',
      timeoutSeconds: 300,
      miss: 'Events are kept for longer than 30 days, and alarms about endpoints stay open.',
    },
    {
      name: 'events.recheck',
      cron: '20 2 * * *',
      timeoutSeconds: 300,
      miss: 'A change of rights that no row of the audit log told of is not told to subscribers.',
    },
  ],
  health: ['events'],
  load: () => import('./events.runtime.js'),
});
