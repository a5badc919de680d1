import { describe, expect, it } from 'vitest';
import type { ReconciliationContext, RunProgress } from '../records/reconciliation-context.js';
import { sideBySide } from './side-by-side.js';

describe('works side by side', () => {
  const contextOf = (signal = new AbortController().signal) => {
    const reported: RunProgress[] = [];
    const context: ReconciliationContext = {
      signal,
      commit: (work) => work(),
      report: (progress) => reported.push(progress),
    };
    return { context, reported };
  };
  const moment = () => new Promise<void>((done) => setImmediate(done));

  it('go on in turns, and never commit at the same time', async () => {
    const steps: string[] = [];
    const work = (name: string) => async (side: ReconciliationContext) => {
      for (const step of [1, 2]) {
        await side.commit(async () => {
          steps.push(`${name}${String(step)} begins`);
          await moment();
          steps.push(`${name}${String(step)} ends`);
        });
      }
      return name;
    };
    expect(await sideBySide(contextOf().context, [work('a'), work('b')])).toEqual(['a', 'b']);
    expect(steps).toEqual(['a1', 'b1', 'a2', 'b2'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('end with the first error, once the others have stopped', async () => {
    let stopped: unknown;
    const failing = async (side: ReconciliationContext) => {
      await side.commit(() => Promise.reject(new Error('broken')));
    };
    const waiting = async (side: ReconciliationContext) => {
      while (!side.signal.aborted) await moment();
      await moment();
      stopped = side.signal.reason;
      await side.commit(() => Promise.resolve());
      side.signal.throwIfAborted();
    };
    await expect(sideBySide(contextOf().context, [waiting, failing])).rejects.toThrow('broken');
    expect(stopped).toEqual(new Error('broken'));
  });

  it('stop when the run does, with its reason', async () => {
    const stopping = new AbortController();
    const work = async ({ signal }: ReconciliationContext) => {
      stopping.abort(new Error('the process stops'));
      await moment();
      signal.throwIfAborted();
    };
    await expect(sideBySide(contextOf(stopping.signal).context, [work, work])).rejects.toThrow(
      'the process stops',
    );
  });

  it('report as one', async () => {
    const { context, reported } = contextOf();
    const work =
      (phase: string) =>
      async ({ report }: ReconciliationContext) => {
        report({ phase, done: 1, total: 10 });
        await moment();
        report({ phase, done: 10, total: 10 });
      };
    await sideBySide(context, [work('reading user'), work('reading organization')]);
    expect(reported.at(0)).toEqual({ phase: 'reading user', done: 1, total: 10 });
    expect(reported.at(-1)).toEqual({ phase: 'reading user, reading organization', done: 20, total: 20 });
  });
});
