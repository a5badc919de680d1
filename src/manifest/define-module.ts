import type { PermissionKey } from '#libs/authz';
import type { MigrationClass } from '#libs/database';
import type { PeriodicJobDeclaration } from './periodic-job.js';
import type { TableDeclaration } from './personal-data.js';
import type { ProcessingActivity } from './processing-activity.js';
import type { ModuleRuntime } from './module-runtime.js';
import type { TableGrowth } from './table-growth.js';
import type { Tenancy } from './tenancy.js';

/** Routes that are read together in the OpenAPI document: a tag of it. */
export interface ApiGroup {
  readonly name: string;
  readonly description: string;
}

/**
 * Everything that the rest of the service has to know about a module before it is loaded. A manifest is data: it imports
 * nothing but `#manifest`, libraries and the module's own declarations, so that everybody may read it.
 */
export interface ModuleManifest {
  /** The folder under `src`. */
  readonly name: string;
  /** The groups that its routes stand in on the page of the API, which others may use as well (`@ApiTags`). */
  readonly apiGroups?: readonly ApiGroup[];
  /** Each permission with a sentence that says what it opens. */
  readonly permissions?: Readonly<Partial<Record<PermissionKey, string>>>;
  /** Those of its permissions that the platform keeps for its staff: no role on an organization carries them. */
  readonly platformOnly?: readonly PermissionKey[];
  /**
   * Which built-in roles carry which of its permissions. `org:admin` carries all that a role on an organization may, and
   * `property:manager` all that one on a property may, without being named.
   */
  readonly roles?: Readonly<Record<string, readonly PermissionKey[]>>;
  /** What it writes into the audit log: `<thing>.<what happened>`. */
  readonly auditActions?: readonly string[];
  /** Those of its audit actions that subscribers are told of, as events of the same name. */
  readonly publishes?: readonly string[];
  /** Every column of its tables, in the order of erasing: what points to a person before the person. */
  readonly personalData?: readonly TableDeclaration[];
  /** Its parts of the record of processing activities: one for each `module` that its tables name. */
  readonly activities?: readonly ProcessingActivity[];
  /** Its tables that hold something of an organization, in the order of erasing. */
  readonly tenancy?: readonly Tenancy[];
  /** What keeps each of its tables from growing without an end, by `schema.table`. */
  readonly growth?: Readonly<Record<string, TableGrowth>>;
  /** Its tables that are partitioned by time, by `schema.table`, and how many months a partition is for. */
  readonly partitions?: Readonly<Record<string, { readonly months: 1 | 12 }>>;
  /** Its own migrations, which make its tables; what is no module's own stands in `migrations/`. */
  readonly migrations?: readonly MigrationClass[];
  /** Its tables that hold no tenant's data and go without row-level security, as `schema.table` or `schema.*`. */
  readonly withoutRowSecurity?: readonly string[];
  /** Its queued jobs, by name: what has to be done once, after a request. */
  readonly jobs?: readonly string[];
  /** What it does again and again. */
  readonly periodicJobs?: readonly PeriodicJobDeclaration[];
  /** The parts of it that `GET /health` tells of, in lower-case letters and underscores: they name metrics too. */
  readonly health?: readonly string[];
  /** Loads the code: a dynamic import, so that reading a manifest runs none of it. */
  readonly load?: () => Promise<{ readonly runtime: ModuleRuntime }>;
}

/** Declares a module; the literal types are kept, so that permissions and audit actions become types of the service. */
export function defineModule<const Manifest extends ModuleManifest>(manifest: Manifest): Manifest {
  return manifest;
}

type KeysOf<T> = T extends { readonly permissions: infer P } ? keyof P : never;
type ActionsOf<T> = T extends { readonly auditActions: readonly (infer A)[] } ? A : never;
/** The permissions of these modules, as a union. */
export type PermissionsOf<Modules extends ModuleManifest> = Modules extends ModuleManifest
  ? Extract<KeysOf<Modules>, PermissionKey>
  : never;
/** What these modules write into the audit log, as a union. */
export type AuditActionsOf<Modules extends ModuleManifest> = Modules extends ModuleManifest
  ? Extract<ActionsOf<Modules>, string>
  : never;
