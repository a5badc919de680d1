import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const SCRIPT = fileURLToPath(new URL('replica-process.mjs', import.meta.url));
const LEASE_MS = 600;
const REPLICAS = 3;
/** MISHAPS=30 stops and kills that often. */
const MISHAPS = Number(process.env['MISHAPS'] ?? 4);
const BEGAN_AT = Date.parse('2026-11-21T00:00:00Z');

type Message = { kind: 'ready' | 'holding' | 'refused'; slot?: string };

/** A process of the cluster and what it has said. */
class ReplicaProcess {
  readonly said: Message[] = [];

  private constructor(readonly child: ChildProcess) {
    child.on('message', (message: Message) => {
      this.said.push(message);
    });
  }

  static async start(databaseUrl: string): Promise<ReplicaProcess> {
    const child = fork(SCRIPT, {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: databaseUrl,
        LEASE_MS: String(LEASE_MS),
        BEGAN_AT: new Date(BEGAN_AT).toISOString(),
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const replica = new ReplicaProcess(child);
    await once(child, 'message');
    return replica;
  }

  has(kind: Message['kind'], slot: string): boolean {
    return this.said.some((message) => message.kind === kind && message.slot === slot);
  }

  /** @param signal what it does to itself once it has the slot */
  tick(at: string, signal: NodeJS.Signals | null): void {
    // One that was killed a moment ago is told nothing: it may still count as connected.
    if (this.child.connected) this.child.send({ at, signal }, () => undefined);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

describe('processes that share one schedule', () => {
  let database: TestDatabase;
  const replicas: ReplicaProcess[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('create table effects (slot timestamptz not null)');
    await database.query('grant select, insert on effects to tenantry_app');
    for (let index = 0; index < REPLICAS; index += 1) {
      replicas.push(await ReplicaProcess.start(database.url));
    }
  }, 120_000);

  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.end()));
    await database.drop();
  });

  async function until(what: string, reached: () => boolean | Promise<boolean>) {
    const deadline = Date.now() + 15_000;
    while (!(await reached())) {
      if (Date.now() > deadline) throw new Error(`waited 15 s in vain until ${what}`);
      await sleep(20);
    }
  }

  const effectsOf = async (slot: string): Promise<number> => {
    const rows = await database.query('select from effects where slot = $1', [slot]);
    return rows.length;
  };
  const tickAll = (slot: string, signal: NodeJS.Signals | null) => {
    for (const replica of replicas) replica.tick(slot, signal);
  };

  it(
    `do a slot's work once, though whoever has it is stopped or killed in the middle of it, ${MISHAPS} times`,
    async () => {
      for (let round = 1; round <= MISHAPS; round += 1) {
        const slot = new Date(BEGAN_AT + round * 60_000).toISOString();
        const isKilled = round % 3 === 0;
        tickAll(slot, isKilled ? 'SIGKILL' : 'SIGSTOP');
        await until('somebody has the slot', () => replicas.some((one) => one.has('holding', slot)));
        const holder = replicas.find((one) => one.has('holding', slot))!;
        await until('another one did it', async () => {
          tickAll(slot, null);
          return (await effectsOf(slot)) > 0;
        });
        if (isKilled) {
          await holder.end();
          replicas[replicas.indexOf(holder)] = await ReplicaProcess.start(database.url);
          continue;
        }
        holder.child.kill('SIGCONT');
        // It wakes up in the belief that it still has the slot, and goes on where it was.
        await until('the one that slept is refused', () => holder.has('refused', slot));
        expect(await effectsOf(slot)).toBe(1);
      }
      const uneven = await database.query(
        'select slot, count(*)::integer as runs from effects group by slot having count(*) <> 1',
      );
      expect(uneven).toEqual([]);
      const runs = await database.query<{ state: string; token: number; recorded: boolean }>(
        `select state, token, finished_at >= started_at and next_slot = slot + interval '1 minute' as recorded
           from scheduled_runs order by slot`,
      );
      expect(runs).toEqual(
        Array.from({ length: MISHAPS }, () => ({ state: 'succeeded', token: 2, recorded: true })),
      );
    },
    300_000 + MISHAPS * 5_000,
  );
});
