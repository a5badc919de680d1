import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { systemScope } from '#auth';
import { Stopwatch } from '#libs/clerk';
import { parseEnvironment } from '#settings';
import { createApp } from '#src/create-app';
import { ReconciliationsService } from '#src/reconciliation/reconciliations.service';
import { RunnerService } from '#src/reconciliation/runs/runner.service';
import { UsageMonthsService } from '#src/usage/closing/usage-months.service';
import { UsageReportsService } from '#src/usage/report/usage-reports.service';
import { answerQuestions } from '../asked-process.mjs';

const ACTOR = { kind: 'system', name: 'bench' };
/** Clerk's clock is told of what ours was moved by in bites of so many milliseconds: it counts in windows of ten seconds. */
const TOLD_AT_ONCE_MS = 500;

/** Time that passes as the machine's does, and is moved on where somebody would wait. Clerk's goes along. */
class MovedStopwatch extends Stopwatch {
  movedMs = 0;
  waits = 0;
  toldMs = 0;

  /** @override */
  now() {
    return performance.now() + this.movedMs;
  }

  /**
   * Waits that overlap end in their order, each moving the clock on to its own end. Work that would be done while another
   * wait goes on is not overlapped with it, so the time that this clock tells is never too short.
   *
   * @override
   */
  async wait(ms) {
    const until = this.now() + ms;
    this.waits += 1;
    await new Promise((resolve) => setImmediate(resolve));
    this.movedMs += Math.max(0, until - this.now());
    const behindMs = this.movedMs - this.toldMs;
    if (behindMs < TOLD_AT_ONCE_MS) return;
    this.toldMs = this.movedMs;
    const answer = await fetch(`${process.env.CLERK_API_URL}/emulator/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advanceSeconds: behindMs / 1000 }),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the clock of the local Clerk answers ${answer.status}`);
  }
}

const stopwatch = new MovedStopwatch();
const app = await createApp(parseEnvironment(process.env), { stopwatch });
await app.listen(0, '127.0.0.1');
const part = (token) => app.get(token, { strict: false });

/** What came of a piece of work, and how long it took by the moved clock and by the machine's. */
async function timed(work) {
  const [movedMs, waits, started] = [stopwatch.movedMs, stopwatch.waits, performance.now()];
  const result = await work();
  const wallMs = performance.now() - started;
  return { result, waits: stopwatch.waits - waits, wallMs, paceMs: wallMs + stopwatch.movedMs - movedMs };
}

async function carried(id) {
  const { status, hash, drift, counts, error } = await part(RunnerService).carry(id);
  return { id, status, hash, drift, counts, error };
}

answerQuestions(
  {
    plan: () =>
      timed(async () => carried((await part(ReconciliationsService).begin('full', ACTOR, 'caller')).id)),
    apply: ({ id, hash }) =>
      timed(async () => {
        await part(ReconciliationsService).order(id, { hash, force: false }, ACTOR, 'caller');
        return carried(id);
      }),
    report: (month) =>
      timed(async () => {
        const { report } = await part(UsageReportsService).give(
          systemScope('usage'),
          { kind: 'platform' },
          { month },
        );
        return { mau: report.mau, mru: report.mru, mao: report.mao, mro: report.mro };
      }),
    close: (month) => timed(async () => void (await part(UsageMonthsService).closeMonth(month, ACTOR))),
  },
  () => app.close(),
);
