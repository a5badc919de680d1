import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#libs/database';
import { type Answer, OUTAGE_FUNCTIONS, type OutageFunction, type Scene } from './outage-functions.js';
import { OUTAGE_FAULTS } from './outage-faults.js';
import { type Fault, type OutageRow, readOutages } from './outage-table.js';
import { type OutageWorld, startOutageWorld } from './outage-world.js';

const table = readOutages();
/** OUTAGES=P.gone,P.hang walks these only. */
const only = process.env['OUTAGES']?.split(',');
const faults = table.faults.filter(({ name }) => only === undefined || only.includes(name));

/** What a cell demands of an answer, in the words in which it is shown when it differs. */
const DEMANDS: Readonly<Record<string, (answer: Answer) => string>> = {
  ok: succeeded,
  later: succeeded,
  part: succeeded,
  clerk: (answer) => told(503, 'identity_provider_unavailable', answer),
  '503': (answer) => told(503, 'unavailable', answer),
  red: ({ status }) => (status === 503 ? '' : `${status}, not 503`),
  '401': ({ status }) => (status === 401 ? '' : `${status}, not 401`),
  '403': ({ status }) => (status === 403 ? '' : `${status}, not 403`),
  '404': ({ status }) => (status === 404 ? '' : `${status}, not 404`),
};

function succeeded({ status, code }: Answer): string {
  return status >= 200 && status < 300 ? '' : `${status} ${code ?? ''}, not 2xx`;
}

function told(status: number, code: string, answer: Answer): string {
  if (answer.status !== status || answer.code !== code)
    return `${answer.status} ${answer.code ?? ''}, not ${status} ${code}`;
  return answer.retryAfter !== null && answer.retryAfter > 0 ? '' : 'no Retry-After';
}

describe('the outage table', () => {
  let world: OutageWorld;

  beforeAll(async () => {
    world = await startOutageWorld(faults.map(({ name }) => name));
  }, 120_000);

  afterAll(() => world.close());

  it('has a line for each function that can be asked for, and a way to bring each fault about', () => {
    expect(table.rows.map((row) => row.function).sort()).toEqual(Object.keys(OUTAGE_FUNCTIONS).sort());
    expect(table.faults.map(({ name }) => name)).toEqual(Object.keys(OUTAGE_FAULTS));
    expect(Object.keys(table.legend).sort()).toEqual(Object.keys(DEMANDS).sort());
  });

  describe.each(faults)('while $says ($name)', (fault) => {
    const walked = new Map<string, Walk>();

    beforeAll(async () => {
      const { begin, end } = OUTAGE_FAULTS[fault.name]!;
      await begin(world);
      try {
        await Promise.all(
          table.rows.map(async (row) => {
            walked.set(row.function, await duringFault(fault, row));
          }),
        );
      } finally {
        await end(world);
      }
      const ended = performance.now();
      await Promise.all([...walked.values()].map((walk) => afterFault(fault, walk, ended)));
    }, 200_000);

    it.each(table.rows)('$function', (row) => {
      const walk = walked.get(row.function)!;
      expect(walk.during).toBe('');
      expect(walk.answer.ms).toBeLessThan(fault.answersWithin * 1_000);
      expect(walk.after).toBe('');
    });
  });

  interface Walk {
    readonly row: OutageRow;
    readonly scene: Scene;
    readonly cell: string;
    readonly answer: Answer;
    /** What was not as the cell has it; empty when all was. */
    during: string;
    after: string;
  }

  async function duringFault(fault: Fault, row: OutageRow): Promise<Walk> {
    const scene: Scene = { world, fault: fault.name, key: newId() };
    const cell = row.cells.get(fault.name)!;
    const { ask, isDone } = functionOf(row);
    const answer = await ask(scene);
    const walk: Walk = { row, scene, cell, answer, during: DEMANDS[cell]!(answer), after: '' };
    if (walk.during === '' && (cell === 'ok' || cell === 'part') && isDone !== undefined) {
      const isReached = await reached(() => isDone(scene), performance.now() + fault.answersWithin * 1_000);
      if (!isReached) walk.during = 'accepted, and not done while the fault lasts';
    }
    return walk;
  }

  /** What was refused is asked for again until it is done; what was accepted is waited for. */
  async function afterFault(fault: Fault, walk: Walk, ended: number): Promise<void> {
    const { row, scene, cell } = walk;
    const { ask, isDone } = functionOf(row);
    if (cell === 'clerk' || cell === '503' || cell === 'red') {
      const isRefusal = [...row.cells.values()].find((each) => /^40/.test(each));
      let answer: Answer | undefined;
      const isAsEver = await reached(
        async () => {
          answer = await ask(scene);
          return DEMANDS[isRefusal ?? 'ok']!(answer) === '';
        },
        ended + fault.backWithin * 1_000,
      );
      if (!isAsEver)
        walk.after = `asked again until ${fault.backWithin} s after: ${answer?.status} ${answer?.code}`;
    }
    if (walk.after !== '' || isDone === undefined || cell === 'ok' || cell === 'part') return;
    if (!(await reached(() => isDone(scene), ended + fault.doneWithin * 1_000)))
      walk.after = `not done ${fault.doneWithin} s after`;
  }
});

function functionOf(row: OutageRow): OutageFunction {
  return OUTAGE_FUNCTIONS[row.function]!;
}

async function reached(look: () => boolean | Promise<boolean>, deadline: number): Promise<boolean> {
  while (!(await look())) {
    if (performance.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}
