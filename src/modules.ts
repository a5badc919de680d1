import type { AuditActionsOf, ModuleManifest, PermissionsOf } from '#manifest';
import { accountsManifest } from './accounts/accounts.manifest.js';
import { auditManifest } from './audit/audit.manifest.js';
import { authManifest } from './auth/auth.manifest.js';
import { breakGlassManifest } from './break-glass/break-glass.manifest.js';
import { eventsManifest } from './events/events.manifest.js';
import { filesManifest } from './files/files.manifest.js';
import { healthManifest } from './health/health.manifest.js';
import { permissionsManifest } from './permissions/permissions.manifest.js';
import { privacyManifest } from './privacy/privacy.manifest.js';
import { reconciliationManifest } from './reconciliation/reconciliation.manifest.js';
import { schedulerManifest } from './scheduler/scheduler.manifest.js';
import { signInManifest } from './sign-in/sign-in.manifest.js';
import { tenantsManifest } from './tenants/tenants.manifest.js';
import { usageManifest } from './usage/usage.manifest.js';
import { usersManifest } from './users/users.manifest.js';
import { webhooksManifest } from './webhooks/webhooks.manifest.js';

/**
 * Every module of the service. One may import those of the lines above its own; those of one line never import each
 * other. Permissions, roles, audit actions, entities, the registry of personal data, the schedule, the groups of the
 * API's page and the rules of `.dependency-cruiser.mjs` are made from this list.
 */
const lines = [
  [authManifest],
  [filesManifest],
  [auditManifest],
  [usersManifest],
  [signInManifest],
  [tenantsManifest],
  [permissionsManifest, webhooksManifest, reconciliationManifest, usageManifest, privacyManifest],
  [accountsManifest],
  [breakGlassManifest],
  [eventsManifest],
  [schedulerManifest],
  [healthManifest],
] as const satisfies readonly (readonly ModuleManifest[])[];

type Manifest = (typeof lines)[number][number];

/** From left to right: whoever may be imported first. */
export const modules: readonly ModuleManifest[] = lines.flat();

/** Every permission there is, a verb on a resource at one level: `org:members:read`. */
export type Permission = PermissionsOf<Manifest>;
/** Everything that is written into the audit log, by name. */
export type AuditAction = AuditActionsOf<Manifest>;
