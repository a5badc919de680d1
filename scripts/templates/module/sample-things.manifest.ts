import { defineModule, type TableGrowth } from '#manifest';
import { SampleThings1000000000000 } from './migrations/1000000000000-sample-things.js';
import { sampleThingsTables } from './sample-things.tables.js';
import { sampleThingsTenancy } from './sample-things.tenancy.js';

const A_THOUSAND: TableGrowth = { atMost: '1 000 of a property' }; // only by property
const A_THOUSAND: TableGrowth = { atMost: '1 000 of an organization' }; // only by organization

/** What the rest of the service knows about this module. */
export const sampleThingsManifest = defineModule({
  name: 'sample-things',
  apiGroups: [{ name: 'sample things', description: 'Sample things of a property.' }],
  permissions: {
    'property:sample_things:read': 'See the sample things of the property', // only by property
    'property:sample_things:manage': 'Add, change and remove sample things of the property', // only by property
    'org:sample_things:read': 'See the sample things of the organization', // only by organization
    'org:sample_things:manage': 'Add, change and remove sample things of the organization', // only by organization
  },
  // Managers of a property hold both without being named. // only by property
  // Admins of an organization hold both without being named. // only by organization
  roles: {
    operator: ['property:sample_things:read'],
    admin: ['property:sample_things:manage'],
  },
  auditActions: ['sample_thing.created', 'sample_thing.updated', 'sample_thing.deleted'],
  personalData: sampleThingsTables,
  activities: [
    {
      module: 'sample-things',
      name: 'Sample things',
      dataSubjects: ['members of organizations'],
      recipients: ['hosting', 'organizations'],
    },
  ],
  tenancy: sampleThingsTenancy,
  migrations: [SampleThings1000000000000],
  growth: { 'public.sample_things': A_THOUSAND },
  load: () => import('./sample-things.runtime.js'),
});
