import { definePermissions } from '../permission-catalogue.js';
import { defineRoles } from '../define-roles.js';

/** A small catalogue with every level, for specs. */
export const permissions = definePermissions({
  'platform:operations:read': 'See how the service is doing',
  'platform:users:ban': 'Ban a user everywhere',
  'platform:roles:manage': 'Give and take platform roles',
  'platform:privacy:export': 'Export a person',
  'org:profile:read': 'See the organization',
  'org:members:manage': 'Give and take organization roles',
  'org:billing:read': 'See the bill',
  'property:rooms:read': 'See rooms',
  'property:rooms:write': 'Change rooms',
  'property:members:manage': 'Give and take property roles',
  'property:guests:read': 'See guests',
  'property:guests:write': 'Change guests',
  'property:rates:write': 'Change prices',
});

/** Built-in roles shaped like a real product's: a platform chain, one beside it, two per lower level. */
export const registry = defineRoles(permissions, {
  operator: {
    scopeKind: 'platform',
    permissions: ['platform:operations:read', 'org:profile:read', 'property:rooms:read'],
  },
  admin: {
    scopeKind: 'platform',
    permissions: ['platform:users:ban', 'org:members:manage', 'property:members:manage'],
    includes: ['operator'],
  },
  owner: {
    scopeKind: 'platform',
    permissions: ['platform:roles:manage', ...permissions.all],
    includes: ['admin'],
  },
  compliance: { scopeKind: 'platform', permissions: ['platform:privacy:export'] },
  'org:admin': { scopeKind: 'organization', permissions: permissions.carriedBy('organization') },
  'org:member': { scopeKind: 'organization', permissions: ['org:profile:read'] },
  'property:manager': {
    scopeKind: 'property',
    permissions: [
      'property:rooms:write',
      'property:members:manage',
      'property:guests:read',
      'property:guests:write',
      'property:rates:write',
    ],
    includes: ['property:viewer'],
  },
  'property:viewer': { scopeKind: 'property', permissions: ['property:rooms:read'] },
});
