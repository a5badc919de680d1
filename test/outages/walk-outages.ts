import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#libs/database';
import { OUTAGE_FUNCTIONS, START } from './outage-functions.js';
import type { Answer, OutageFunction, Scene } from './outage-request.js';
import { OUTAGE_FAULTS } from './outage-faults.js';
import { type Fault, type OutageRow, readOutages } from './outage-table.js';
import { type OutageWorld, startOutageWorld } from './outage-world.js';

const table = readOutages();
/** OUTAGES=P.gone,P.hang walks these only. */
const only = process.env['OUTAGES']?.split(',');
/** Rows that ask at the same time, where a fault says nothing else: fewer than there are connections to Postgres. */
const AT_ONCE = 6;
/** What the fault before left to do is done by then: a comparison begins anew where lists changed under it. */
const QUIET_MS = 120_000;
/** What a fault would meet in the middle of its work, with what would tell why it does not end. */
const UNDER_WAY = `
  select 'reconciliation' as what, to_jsonb(r) - 'hash' || jsonb_build_object('lease', to_jsonb(l), 'jobs', (
      select jsonb_agg(to_jsonb(j)) from jobs.job j where j.name = 'sync.reconcile' and j.data ->> 'runId' = r.id::text
    )) as told
    from reconciliations r cross join reconciliation_lease l where r.status = 'planning'
  union all
  select 'delivery', to_jsonb(d) - 'payload' from webhook_deliveries d where d.state = 'pending'`;

/** What a cell demands of an answer, in the words in which it is shown when it differs. */
export const DEMANDS: Readonly<Record<string, (answer: Answer) => string>> = {
  ok: succeeded,
  later: succeeded,
  part: succeeded,
  compared: succeeded,
  resent: succeeded,
  limit: (answer) => told(429, 'identity_provider_limit', answer),
  ends: ({ status, code = '' }) =>
    status === 1 && code !== '' && !code.includes('    at ')
      ? ''
      : `${status}, not a sentence and exit code 1: ${code}`,
  '-': () => '',
  clerk: (answer) => told(503, 'identity_provider_unavailable', answer),
  signin: (answer) => told(503, 'sign_in_unavailable', answer),
  '503': (answer) => told(503, 'unavailable', answer),
  red: ({ status }) => (status === 503 ? '' : `${status}, not 503`),
  '401': ({ status }) => (status === 401 ? '' : `${status}, not 401`),
  '403': ({ status }) => (status === 403 ? '' : `${status}, not 403`),
  '404': ({ status }) => (status === 404 ? '' : `${status}, not 404`),
};

const NOT_TRIED: Answer = { status: 0, code: undefined, retryAfter: null, ms: 0, body: undefined };

function succeeded({ status, code }: Answer): string {
  return status >= 200 && status < 300 ? '' : `${status} ${code ?? ''}, not 2xx`;
}

function told(status: number, code: string, answer: Answer): string {
  if (answer.status !== status || answer.code !== code)
    return `${answer.status} ${answer.code ?? ''}, not ${status} ${code}`;
  return answer.retryAfter !== null && answer.retryAfter > 0 ? '' : 'no Retry-After';
}

/** Brings faults about one after the other, sends every line of the table meanwhile, and sees all of it come back. */
export function walkOutages(names: (fault: string) => boolean): void {
  const faults = table.faults.filter(
    ({ name }) => names(name) && (only === undefined || only.includes(name)),
  );
  let world: OutageWorld;

  beforeAll(async () => {
    world = await startOutageWorld(faults.map(({ name }) => name));
  }, 120_000);

  afterAll(() => world.close());

  describe.each(faults)('while $says ($name)', (fault) => {
    const walked = new Map<string, Walk>();

    beforeAll(async () => {
      let underWay: unknown[] = [];
      await reachedWithSchedule(async () => {
        underWay = await world.database.query(UNDER_WAY);
        return underWay.length === 0;
      }, performance.now() + QUIET_MS);
      expect(underWay).toEqual([]);
      const { begin, end } = OUTAGE_FAULTS[fault.name]!;
      await begin(world);
      try {
        const rows = [...table.rows];
        const walkOn = async (): Promise<void> => {
          for (let row = rows.shift(); row !== undefined; row = rows.shift())
            walked.set(row.function, await duringFault(fault, row));
        };
        await Promise.all(Array.from({ length: fault.atOnce ?? AT_ONCE }, walkOn));
      } finally {
        await end(world);
      }
      const ended = performance.now();
      await Promise.all([...walked.values()].map((walk) => afterFault(fault, walk, ended)));
    }, 400_000);

    it.each(table.rows)('$function', (row) => {
      const walk = walked.get(row.function)!;
      expect(walk.during).toBe('');
      if (row.function !== START) expect(walk.ms).toBeLessThan(fault.answersWithin * 1_000);
      expect(walk.after).toBe('');
    });
  });

  /** What the schedule does every quarter of an hour. */
  async function compareWithClerk(): Promise<void> {
    await world
      .as('owner@tenantry.test')
      .post('/api/v1/sync/schedule/reconciliation.incremental/run')
      .expect((answer) => {
        expect(answer.status).toBeLessThan(300);
      });
  }

  /**
   * Halfway the schedule, which is off here, does what it does every minute: a comparison whose process lost its lease on a
   * busy machine goes on.
   */
  async function reachedWithSchedule(look: Look, deadline: number): Promise<boolean> {
    if (await reached(look, (performance.now() + deadline) / 2)) return true;
    await world.as('owner@tenantry.test').post('/api/v1/sync/schedule/reconciliation.resume/run');
    return reached(look, deadline);
  }

  /** What Clerk does by its schedule. */
  function resend(): void {
    const { control } = world.clerk;
    for (const { id, status, attempts } of control.deliveries())
      if (status !== 'delivered' && attempts > 0) control.resend(id);
  }

  interface Walk {
    readonly row: OutageRow;
    readonly scene: Scene;
    readonly cell: string;
    /** The latest. */
    answer: Answer;
    readonly ms: number;
    /** What was not as the cell has it; empty when all was. */
    during: string;
    after: string;
  }

  async function duringFault(fault: Fault, row: OutageRow): Promise<Walk> {
    const scene: Scene = { world, fault: fault.name, key: newId() };
    const cell = row.cells.get(fault.name)!;
    const { ask, isDone } = functionOf(row);
    const answer = cell === '-' ? NOT_TRIED : await ask(scene);
    const walk: Walk = { row, scene, cell, answer, ms: answer.ms, during: DEMANDS[cell]!(answer), after: '' };
    if (walk.during === '' && (cell === 'ok' || cell === 'part') && isDone !== undefined) {
      const isReached = await reached(
        () => isDone(scene, answer),
        performance.now() + fault.doneWithin * 1_000,
      );
      if (!isReached) walk.during = 'accepted, and not done while the fault lasts';
    }
    return walk;
  }

  /** What was refused is asked for again until it is done; what was accepted is waited for. */
  async function afterFault(fault: Fault, walk: Walk, ended: number): Promise<void> {
    const { row, scene, cell } = walk;
    const { ask, isDone } = functionOf(row);
    if (cell === '-') return;
    const usual = row.cells.get('none')!;
    if (!['ok', 'later', 'part', 'compared', 'resent', usual].includes(cell)) {
      let answer: Answer | undefined;
      const isAsEver = await reached(
        async () => {
          walk.answer = answer = await ask(scene);
          return DEMANDS[usual]!(answer) === '';
        },
        ended + fault.backWithin * 1_000,
      );
      if (!isAsEver)
        walk.after = `asked again until ${fault.backWithin} s after: ${answer?.status} ${answer?.code}`;
    }
    if (cell === 'compared') await compareWithClerk();
    if (cell === 'resent') resend();
    if (walk.after !== '' || isDone === undefined || cell === 'ok' || cell === 'part') return;
    if (!(await reachedWithSchedule(() => isDone(scene, walk.answer), ended + fault.doneWithin * 1_000)))
      walk.after = `not done ${fault.doneWithin} s after`;
  }
}

function functionOf(row: OutageRow): OutageFunction {
  return OUTAGE_FUNCTIONS[row.function]!;
}

type Look = () => boolean | Promise<boolean>;

async function reached(look: Look, deadline: number): Promise<boolean> {
  while (!(await look())) {
    if (performance.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}
