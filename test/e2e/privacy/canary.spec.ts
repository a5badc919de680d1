import { afterAll, beforeAll, describe, expect } from 'vitest';
import { SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { parseEnvironment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { ErasureRunService, registry } from '#privacy';
import { LateDeliveryScrubberService } from '#webhooks';
import { atClerk } from '../../support/at-clerk.js';
import { OtlpReceiver } from '../../support/otlp-receiver.js';
import { SentryReceiver } from '../../support/sentry-receiver.js';
import { story } from '../../support/story.js';
import { until } from '../../support/test-app.js';
import { createApp } from '../../../src/create-app.js';
import type { TestDatabase } from '../../support/test-database.js';
import { Workplace } from '../local/driven-service.js';
import { type ReconciledWorld, startReconciledWorld } from '../reconciliation/reconciled-world.js';
import { type Canary, loosenChecks, plantCanaries } from './canary-rows.js';
import { download, textIn, unzip } from './export-archive.js';
import { CapturedLog, everythingIn, foundIn } from './leftovers.js';
import { type Backup, backUp, restore } from './restored-backup.js';
import { variablesOf } from '../../support/service-variables.js';

const FRESH = { fva: [0, -1] };
const EMAIL = 'c4n4ry.mail@harbour.test';
const NAMES = { firstName: 'C4n4ryfirst', lastName: 'C4n4rylast' };

describe('one canary in every personal column of one person', () => {
  const log = new CapturedLog();
  const collector = new OtlpReceiver();
  const errors = new SentryReceiver();
  let world: ReconciledWorld;
  let person: { userId: string; clerkId: string };
  let canaries: Canary[];
  let backup: Backup;
  let objects: Record<'user' | 'membership' | 'session' | 'invitation', Record<string, unknown>>;

  beforeAll(async () => {
    log.start();
    await collector.start();
    await errors.start();
    world = await startReconciledWorld({
      variables: () => ({
        LOG_LEVEL: 'trace',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_TRACES_SAMPLER: 'always_on',
        OTEL_METRIC_EXPORT_INTERVAL: '1000',
        SENTRY_DSN: errors.dsn,
      }),
    });
    const { id: clerkId } = world.clerk.control.ensureUser({ email: EMAIL, ...NAMES });
    const [organization] = world.clerk.control.state().organizations;
    const organizationId = String(organization?.['id']);
    world.clerk.control.ensureMembership({ organizationId, userId: clerkId, role: 'org:member' });
    await inviteAtClerk(EMAIL);
    await world.settled();
    const userId = await world.userId(EMAIL);
    await world.as(EMAIL).get('/api/v1/me').set('X-Access-Reason', 'c4n4ry reason').expect(200);
    person = { userId, clerkId };
    await loosenChecks(world.database);
    const keys = world.app.get(SubjectKeys, { strict: false });
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    canaries = await plantCanaries(world.database, {
      ...person,
      address: EMAIL,
      seal: (text, aad) => unitOfWork.run(systemScope('privacy'), () => keys.encryptFor(userId, text, aad)),
    });
    // A hold that stands would stop it; that is tried elsewhere.
    await world.database.query('update privacy_holds set released_at = now() where released_at is null');
    backup = await backUp(world.database);
    const { users, organizationMemberships, organizationInvitations, sessions } = world.clerk.control.state();
    objects = {
      user: users.find(({ id }) => id === person.clerkId)!,
      membership: organizationMemberships.find((one) => JSON.stringify(one).includes(person.clerkId))!,
      session: sessions.find((one) => one['user_id'] === person.clerkId)!,
      invitation: organizationInvitations.find((one) => one['email_address'] === EMAIL)!,
    };
  }, 120_000);

  afterAll(async () => {
    await world.close();
    await collector.stop();
    await errors.stop();
    log.stop();
  });

  story('is exported, erased everywhere, and does not come back', 600_000, (step) => {
    step('is put into every personal column that can hold a recognisable value', async () => {
      const marked = new Set(canaries.map(({ column }) => column));
      const everything = await everythingIn(world.database, world.environment.dataDir);
      const unmarked = registry
        .filter(({ table }) => !table.endsWith('*'))
        .flatMap(({ table, personal }) => Object.keys(personal).map((column) => `${table}.${column}`))
        .filter((column) => !marked.has(column));
      // What is left are ids of the person, columns with a handful of values, and what is generated from a marked column.
      const ids = new Set(
        registry.flatMap(({ table, subjects }) =>
          subjects.flatMap(({ path }) => ('column' in path ? [`${table}.${path.column}`] : [])),
        ),
      );
      const few = await world.database.query<{ column: string }>(
        `select c.table_schema || '.' || c.table_name || '.' || c.column_name as column
         from information_schema.columns c
        where c.data_type in ('boolean', 'integer', 'smallint', 'bigint', 'USER-DEFINED')
           or c.is_generated = 'ALWAYS'
           or exists (select from pg_constraint k where k.contype = 'c'
                        and k.conrelid = (quote_ident(c.table_schema) || '.' || quote_ident(c.table_name))::regclass
                        and pg_get_constraintdef(k.oid) like 'CHECK ((' || c.column_name || ' = ANY%')`,
      );
      const excused = new Set([...ids, ...few.map(({ column }) => column)]);
      expect(unmarked.filter((column) => !excused.has(column))).toEqual([]);
      expect(canaries.length).toBeGreaterThan(70);
      for (const { forms, column } of canaries) {
        const isSealed = registry.some(({ table, sealed = {} }) =>
          Object.keys(sealed).some((name) => `${table}.${name}` === column),
        );
        if (!isSealed)
          expect([column, foundIn(forms, everything)]).toEqual([column, expect.arrayContaining([column])]);
      }
    });

    step('is in the export, all of them', async () => {
      const staff = world.as('compliance@tenantry.test', FRESH);
      const asked = await staff.post('/api/v1/privacy/exports', { userId: person.userId }).expect(201);
      const path = `/api/v1/privacy/exports/${asked.body.id}`;
      await until('it is packed', async () => (await staff.get(path)).body.status === 'ready');
      const { body } = await download(world, 'compliance@tenantry.test', `${path}/download`);
      const archive = textIn(await unzip(body), 'data.json');
      const missing = canaries.filter(
        ({ forms, isInExport }) => isInExport && !forms.some((form) => archive.includes(form)),
      );
      expect(missing.map(({ column }) => column)).toEqual([]);
    });

    step(
      'is nowhere after the erasure, but for the ids and times that an article keeps where they are',
      async () => {
        const staff = world.as('compliance@tenantry.test', FRESH);
        const asked = await staff
          .post('/api/v1/privacy/erasures', {
            userId: person.userId,
            reason: 'c4n4ry reason',
            gracePeriodDays: 0,
          })
          .expect(201);
        await world
          .as('owner@tenantry.test', FRESH)
          .post(`/api/v1/privacy/erasures/${asked.body.id}/approve`)
          .expect(200);
        await erased(asked.body.id);
        await expectNothingLeft();
        expect(log.text).toContain('POST /api/v1/privacy/erasures');
        await until('it is traced', () =>
          Promise.resolve(collector.text.includes('POST /api/v1/privacy/erasures')),
        );
        await expectNothingLeft();
      },
    );

    step('does not come back by late news, by a replay, or by a reconciliation', async () => {
      const { control } = world.clerk;
      const revoked = control
        .state()
        .organizationInvitations.find(({ id }) => id === objects.invitation['id']);
      expect(revoked?.['status']).toBe('revoked');
      for (const [type, state] of Object.entries({
        'user.created': objects.user,
        'user.updated': { ...objects.user, updated_at: Date.now() + 60_000 },
        'organizationMembership.updated': objects.membership,
        'organizationInvitation.created': objects.invitation,
        'session.created': objects.session,
      }))
        control.emit(type, JSON.parse(JSON.stringify(state)));
      await world.settled();
      await expectNothingLeft();
      for (const state of ['dead', 'applied', 'ignored'])
        await world.as('admin@tenantry.test', FRESH).post('/api/v1/sync/events/replay', { state });
      await expectNothingLeft();
      const plan = await world.plan();
      await world.apply(plan, true);
      await expectNothingLeft();
    });

    step(
      'does not come back with a restored backup, which is not served before it is erased again',
      async () => {
        const restored = await restore(backup, loosenChecks);
        const workplace = new Workplace();
        try {
          expect(foundIn([EMAIL], await everythingIn(restored, world.environment.dataDir))).not.toEqual([]);
          const variables = variablesOf(world, restored.url);
          await expect(createApp(parseEnvironment(variables))).rejects.toThrow('restored from a backup');
          const look = await workplace.run('bundle/tenantry.js', ['privacy', 'restore-check'], variables);
          expect([look.code, look.stdout]).toEqual([1, `${person.userId}: is here again\n`]);
          const check = await workplace.run(
            'bundle/tenantry.js',
            ['privacy', 'restore-check', '--apply'],
            variables,
          );
          expect([check.code, check.stdout]).toEqual([0, `${person.userId}: done\n`]);
          await expectNothingLeft(restored, check.stderr);
          await (await createApp(parseEnvironment(variables))).close();
        } finally {
          workplace.clear();
          await restored.drop();
        }
      },
    );
  });

  /** To another organization than theirs. */
  async function inviteAtClerk(email: string): Promise<void> {
    const other = world.clerk.control.state().organizations.find(({ slug }) => slug === 'alpine');
    await atClerk(world.clerk, 'POST', `/organizations/${String(other?.['id'])}/invitations`, {
      email_address: email,
      role: 'org:member',
    });
  }

  async function erased(id: string): Promise<void> {
    const run = world.app.get(ErasureRunService, { strict: false });
    await until('the erasure is done', async () => {
      await world.clerk.control.flushWebhooks();
      await run.advance(id, { now: true });
      const row = await run.find(id);
      return row?.status === 'done';
    });
  }

  async function expectNothingLeft(database: TestDatabase = world.database, told = ''): Promise<void> {
    await world.settled();
    await world.app.get(LateDeliveryScrubberService, { strict: false }).emptyLateDeliveries();
    const everything = new Map(await everythingIn(database, world.environment.dataDir));
    everything.set('the log', log.text + told);
    everything.set('traces and figures', collector.text);
    everything.set('errors', errors.text);
    const left = canaries.flatMap(({ column, forms, isKept }) =>
      foundIn(forms, everything)
        .filter((found) => !(isKept && found === column))
        .map((found) => `${column} in ${found}`),
    );
    const whom = [EMAIL, person.clerkId, 'c4n4ry reason', ...Object.values(NAMES)];
    expect([...left, ...whom.flatMap((text) => foundIn([text], everything))]).toEqual([]);
  }
});
