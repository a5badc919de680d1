import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { variablesOf } from '../../support/service-variables.js';
import type { TestApp } from '../../support/test-app.js';
import { Running, type Workplace } from '../local/driven-service.js';

const CLI = 'bundle/tenantry.js';
// As many as one process of the command line carries on side by side.
const AT_ONCE = 3;
// A process needs a second or two to start, on a machine that does nothing else.
const TIMEOUT_MS = 60_000;

/** Erasures each of which stands still in a step of its own, with everything done and nothing committed. */
export class StoppedSteps {
  constructor(
    private readonly world: TestApp,
    private readonly workplace: Workplace,
    private readonly table: 'privacy_erasures' | 'organization_erasures',
    /** The first stops in the first step, the second in the second, and so on. */
    private readonly erasureIds: readonly string[],
  ) {}

  /** From here on each of them stops in its step, whatever the time-outs say. */
  async prepare(): Promise<void> {
    const { database } = this.world;
    await database.query('create schema stage');
    await database.query('grant usage on schema stage to public');
    await database.query('create table stage.stops (erasure_id uuid primary key, done integer)');
    await database.query('grant select on stage.stops to public');
    await database.query(`
      create function stage.stop_here() returns trigger language plpgsql as $$
      begin
        if exists (select from stage.stops s where s.erasure_id = new.id and s.done =
             (select count(*) from jsonb_array_elements(new.steps) e where e ->> 'status' = 'done'))
           and new.steps <> old.steps then
          perform pg_advisory_xact_lock(1707, (select s.done from stage.stops s where s.erasure_id = new.id));
          loop
            begin perform pg_sleep(1); exception when query_canceled then null; end;
          end loop;
        end if;
        return new;
      end $$`);
    await database.query(`create trigger stop_here before update on ${this.table}
      for each row execute function stage.stop_here()`);
    for (const [index, erasureId] of this.erasureIds.entries())
      await database.query('insert into stage.stops values ($1, $2)', [erasureId, index + 1]);
  }

  /** Carries each of them into its step, and kills the process there. */
  async killAll(): Promise<void> {
    const batches: string[][] = [];
    for (let first = 0; first < this.erasureIds.length; first += AT_ONCE)
      batches.push(this.erasureIds.slice(first, first + AT_ONCE));
    const priority = async (): Promise<void> => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift())
        await this.killIn(batch);
    };
    await Promise.all([priority(), priority()]);
  }

  private async killIn(batch: readonly string[]): Promise<void> {
    const { database } = this.world;
    const victim = new Running(
      this.workplace,
      CLI,
      ['privacy', 'advance', ...batch],
      variablesOf(this.world),
    );
    // The lock says which step it is that stands still.
    const sleeping = async () =>
      database.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and classid = 1707 and objid = any($1::int[])
            and database = (select oid from pg_database where datname = current_database())`,
        [batch.map((id) => this.erasureIds.indexOf(id) + 1)],
      );
    const deadline = Date.now() + TIMEOUT_MS;
    while ((await sleeping()).length < batch.length) {
      if (Date.now() > deadline) throw new Error(`not all came to their step:\n${victim.stderr}`);
      await sleep(50);
    }
    expect((await victim.stop('SIGKILL')).code).toBe(137);
    // The server would notice only when the step answers.
    for (const { pid } of await sleeping()) await database.query('select pg_terminate_backend($1)', [pid]);
    while ((await sleeping()).length > 0) await sleep(20);
    await database.query('delete from stage.stops where erasure_id = any($1)', [batch]);
  }
}

/** What was written into the audit log about these erasures more than once. */
export async function repeatedInAudit(world: TestApp, erasureIds: readonly string[]): Promise<unknown[]> {
  return world.database.query(
    `select action, change ->> 'erasureId' as erasure, count(*)::int as times from audit_events
      where change ->> 'erasureId' = any($1)
      group by 1, 2 having count(*) > 1`,
    [erasureIds],
  );
}

/** Carries them to their end with one more process, and tells how it ended and what it said. */
export async function advanceToEnd(
  world: TestApp,
  workplace: Workplace,
  erasureIds: readonly string[],
): Promise<[number, string[]]> {
  const end = await workplace.run(CLI, ['privacy', 'advance', ...erasureIds], variablesOf(world));
  return [end.code, end.stdout.trim().split('\n')];
}
