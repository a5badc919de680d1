import { database, edit, type Mutant } from './mutant.js';

const HARDENING = 'test/access/database-hardening.spec.ts';
const ISOLATION = 'test/e2e/tenants/isolation.spec.ts';
const MEMBERS = 'test/e2e/tenants/members-and-grants.spec.ts';

const asPermissive = (table: string, policy: string) =>
  `do $do$ declare condition text := (select pg_get_expr(polqual, polrelid) from pg_policy where polname = '${policy}');
   begin
     execute 'drop policy ${policy} on ${table}';
     execute 'create policy ${policy} on ${table} for select to tenantry_app using (' || condition || ')';
   end $do$`;

/** Faults in what the database keeps apart by itself, and in transactions. */
export const databaseMutants: readonly Mutant[] = [
  {
    ...database(
      'a table has row-level security, but not against its owner',
      'alter table properties no force row level security',
      ISOLATION,
      'gets 404',
    ),
    always: true,
  },
  {
    ...database(
      'row-level security of a table is switched off',
      'drop policy properties_read on properties',
      ISOLATION,
      'the database alone shows',
    ),
    always: true,
  },
  database(
    'a policy only opens instead of shutting',
    asPermissive('memberships', 'memberships_read'),
    ISOLATION,
    'the database alone shows',
  ),
  database(
    'writing is kept in by no policy',
    'drop policy properties_update on properties; drop policy properties_insert on properties',
    ISOLATION,
    'refuses to write across',
  ),
  database(
    'a grant may point at another tenant’s property',
    'alter table property_grants drop constraint fk_property_grants_property',
    ISOLATION,
    'refuses to write across',
  ),
  database(
    'leaving keeps the grants',
    'alter table property_grants drop constraint fk_property_grants_membership',
    MEMBERS,
    'who is removed loses',
  ),
  database(
    'the audit log can be emptied',
    'alter table audit_events disable trigger user',
    ISOLATION,
    'the audit log',
  ),
  {
    name: 'the service runs under any role and on any tables',
    edits: [
      edit(
        'libs/database/database-hardening.ts',
        `if (rights.length + settings.length > 0)`,
        `if (rights.length + settings.length > 99)`,
      ),
    ],
    spec: HARDENING,
  },
  {
    name: 'the scope outlives its transaction',
    edits: [
      edit(
        'libs/database/set-scope.ts',
        `set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true)`,
        `set_config('app.scope_kind', $1, false), set_config('app.scope_organization', $2, false)`,
      ),
    ],
    spec: HARDENING,
    only: 'leave no scope behind',
  },
  {
    name: 'the scope of a single read outlives it',
    edits: [
      edit(
        'libs/database/set-scope.ts',
        `set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true)`,
        `set_config('app.scope_kind', $1, false), set_config('app.scope_organization', $2, false)`,
      ),
    ],
    spec: 'test/database/single-read.spec.ts',
    only: 'leaves neither scope',
  },
  {
    name: 'the answer to one question is given to another',
    edits: [edit('libs/database/shared-reads.ts', `resolve(rows[at] ?? []);`, `resolve(rows[0] ?? []);`)],
    spec: 'test/database/shared-reads.spec.ts',
    only: 'each get their own answer',
  },
  {
    name: 'a question is answered with what was read for an earlier one',
    edits: [
      edit(
        'libs/database/shared-reads.ts',
        `this.waiting.push({ statement, askedAt,`,
        `const same = this.known.get(statement.statement.text);
      if (same !== undefined) resolve(same as Row[]);
      this.waiting.push({ statement, askedAt,`,
      ),
      edit(
        'libs/database/shared-reads.ts',
        `  private underway = 0;`,
        `  private underway = 0;
  private readonly known = new Map<string, unknown[]>();`,
      ),
      edit(
        'libs/database/shared-reads.ts',
        `resolve(rows[at] ?? []);`,
        `resolve(rows[at] ?? []);
        this.known.set(statements[at]?.statement.text ?? '', rows[at] ?? []);`,
      ),
    ],
    spec: 'test/database/shared-reads.spec.ts',
    only: 'see what was committed',
  },
  {
    name: 'a change is committed before its audit row',
    edits: [
      edit(
        'libs/database/transaction.ts',
        `this.queue.ask([...putOff, ...more])`,
        `this.queue.ask([...more, setScope({ kind: 'system', name: '' } as never), ...putOff])`,
      ),
      edit('libs/database/transaction.ts', `if (tag !== 'COMMIT')`, `if (tag === 'ROLLBACK')`),
    ],
    spec: 'test/e2e/audit/recording.spec.ts',
  },
  {
    name: 'a commit that PostgreSQL turned into a rollback passes for done',
    edits: [edit('libs/database/transaction.ts', `if (tag !== 'COMMIT')`, `if (tag === '')`)],
    spec: 'test/database/transaction.spec.ts',
    only: 'does not pass for done',
  },
  {
    name: 'what half a branch did is committed with the others',
    edits: [
      edit(
        'libs/database/unit-of-work.ts',
        `branches[at]?.branch.hasChanged === true ||`,
        `branches[at]?.branch === undefined ||`,
      ),
    ],
    spec: 'test/database/transaction.spec.ts',
    only: 'does nothing when one fails after',
  },
  {
    name: 'two events of one person share a transaction, in which no lock parts them',
    edits: [edit('src/webhooks/apply/together.rule.ts', `every((name) => !named`, `some((name) => !named`)],
    spec: 'src/webhooks/apply/together.rule.spec.ts',
  },
];
