import { defineModule, type TableGrowth } from '#manifest';
import { Rooms1796000000000 } from './migrations/1796000000000-rooms.js';
import { roomsTables } from './rooms.tables.js';
import { roomsTenancy } from './rooms.tenancy.js';

/** All of it is told to subscribers. */
const AUDIT_ACTIONS = [
  'room.created',
  'room.updated',
  'room.deleted',
  'room.cleaning_requested',
  'room.cleaned',
] as const;

const A_THOUSAND: TableGrowth = { atMost: '1 000 of a property' };

/** What the rest of the service knows about this module. */
export const roomsManifest = defineModule({
  name: 'rooms',
  apiGroups: [{ name: 'rooms', description: 'Rooms of a property, and their cleaning.' }],
  permissions: {
    'property:rooms:read': 'See the rooms of the property',
    'property:rooms:manage': 'Add, change and remove rooms of the property, ask for cleaning',
    'property:cleaning:complete': 'Mark rooms of the property as cleaned',
  },
  // Managers of a property hold all without being named.
  roles: {
    operator: ['property:rooms:read'],
    admin: ['property:rooms:manage', 'property:cleaning:complete'],
    'property:staff': ['property:rooms:read', 'property:cleaning:complete'],
    'property:viewer': ['property:rooms:read'],
  },
  auditActions: AUDIT_ACTIONS,
  publishes: AUDIT_ACTIONS,
  personalData: roomsTables,
  activities: [
    {
      module: 'rooms',
      name: 'Rooms',
      dataSubjects: ['members of organizations'],
      recipients: ['hosting', 'organizations'],
    },
  ],
  tenancy: roomsTenancy,
  migrations: [Rooms1796000000000],
  growth: { 'public.rooms': A_THOUSAND },
  load: () => import('./rooms.runtime.js'),
});
