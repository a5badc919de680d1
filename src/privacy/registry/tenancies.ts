import { DELETE, type Erasure, nulled, pseudonymise } from './declaration.js';

/** How rows of a table belong to an organization, and what becomes of them with it. */
export interface Tenancy {
  /** `schema.table` */
  readonly table: string;
  readonly path:
    | { readonly column: string; readonly holds: 'organization id' | 'clerk id' }
    /** Clerk's event is about the organization or names it. */
    | { readonly holds: 'an event'; readonly when: string }
    /** People, by their membership. */
    | { readonly column: string; readonly holds: 'member' };
  /** Null: the rows are not the organization's, and stay. */
  readonly erasure: Erasure | null;
  /** The columns that its export tells; `none` for what the service keeps for itself. */
  readonly exported: 'all' | 'none' | readonly string[];
}

const FIGURES =
  'figures that the platform bills by, without names: Art. 17(3)(b) GDPR, commercial and tax law';
const LOG = 'Art. 17(3)(b), (e) GDPR; Art. 5(2), 32 GDPR';
const PROOF = 'Art. 17(3)(e) GDPR; Art. 5(2) GDPR';

const byId = (table: string, erasure: Erasure, exported: Tenancy['exported'] = 'all'): Tenancy => ({
  table: `public.${table}`,
  path: { column: table === 'organizations' ? 'id' : 'organization_id', holds: 'organization id' },
  erasure,
  exported,
});

/**
 * Every table that holds something of an organization, in the order of erasing. Export, dry run, erasers and the last
 * look are made from it. A spec finds a table with an organization's column that is missing here.
 */
export const tenancies: readonly Tenancy[] = [
  byId('property_grants', DELETE),
  byId('organization_grants', DELETE),
  byId('invitations', DELETE),
  byId('invitation_reviews', DELETE, 'none'),
  {
    table: 'public.users',
    path: { column: 'id', holds: 'member' },
    // People stay people: what is kept of them beside the organization is theirs to have erased.
    erasure: null,
    exported: ['id', 'clerk_id', 'email_address', 'first_name', 'last_name', 'created_at'],
  },
  byId('memberships', DELETE),
  byId('custom_roles', DELETE),
  byId('properties', DELETE),
  byId('property_zone_versions', DELETE, 'none'),
  byId('usage_dead_letters', DELETE, 'none'),
  byId('ownerless_organizations', DELETE, 'none'),
  {
    table: 'public.personal_tenants',
    path: { column: 'organization_id', holds: 'organization id' },
    // That the person once had one of their own stays, so that they are not given another.
    erasure: nulled('organization_id'),
    exported: 'none',
  },
  byId('organizations', DELETE),
  {
    table: 'public.webhook_deliveries',
    // What is not applied yet is waited for.
    path: { holds: 'an event', when: `state <> 'pending'` },
    erasure: nulled('object_id', 'payload', 'last_error'),
    exported: 'none',
  },
  {
    table: 'public.sync_alarms',
    path: { column: 'subject', holds: 'clerk id' },
    erasure: DELETE,
    exported: 'none',
  },
  {
    table: 'public.reconciliation_items',
    path: { column: 'organization_clerk_id', holds: 'clerk id' },
    erasure: DELETE,
    exported: 'none',
  },
  // What its own log shows it: from where platform staff came is not the organization's.
  // Counts that become rows of the log within the hour.
  byId('audit_refusals', pseudonymise(LOG), 'none'),
  byId('audit_events', pseudonymise(LOG), [
    'id',
    'occurred_at',
    'action',
    'outcome',
    'actor_kind',
    'actor_id',
    'property_id',
    'target_kind',
    'target_id',
    'change',
    'reason',
    'request_id',
  ]),
  byId('organization_activity_days', pseudonymise(FIGURES)),
  byId('property_activity_days', pseudonymise(FIGURES)),
  byId('usage_members', pseudonymise(FIGURES)),
  byId('usage_records', pseudonymise(FIGURES), [
    'kind',
    'period',
    'property_id',
    'variant',
    'body',
    'made_at',
  ]),
  byId('privacy_exports', pseudonymise(PROOF), 'none'),
  byId('organization_erasures', pseudonymise(PROOF), 'none'),
  byId('organization_holds', pseudonymise(PROOF), 'none'),
];
