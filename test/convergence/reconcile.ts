import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemScope } from '#auth';
import { type Reconciliation, ReconciliationsService, RunnerService } from '#reconciliation';
import type { Dice } from '../support/dice.js';

/** Settings of a service that need not spare Clerk. */
export const UNPACED = {
  RECONCILE_CONFIRM_SECONDS: '0',
  CLERK_RATE_LIMIT: '100000',
  CLERK_BATCH_SHARE: '95',
  CLERK_BREAKER_COOLDOWN_SECONDS: '1',
};

const ACTOR = { kind: 'system', name: 'test' } as const;

/** Compares the mirror with Clerk and repairs it, by force where the safety threshold holds; gives the run as it ended. */
export async function reconcile(
  app: NestFastifyApplication,
  dice: Dice | null = null,
): Promise<Reconciliation> {
  const reconciliations = app.get(ReconciliationsService);
  const begun = await reconciliations.begin('full', ACTOR, 'caller');
  const plan = await carry(app, begun.id, dice);
  if (plan.hash === null) throw new Error(`no plan was made: ${String(plan.error)}`);
  await reconciliations.order(
    plan.id,
    { hash: plan.hash, force: plan.status === 'blocked' },
    ACTOR,
    'caller',
  );
  return carry(app, plan.id, dice);
}

/** How many objects differ, and how many items it would take to repair them. */
export async function planDrift(app: NestFastifyApplication): Promise<Reconciliation> {
  const begun = await app.get(ReconciliationsService).begin('full', ACTOR, 'caller');
  return carry(app, begun.id, null);
}

/** What the run whose plan this is wrote down: everything, or what is here and not at Clerk. */
export async function itemsOf(
  app: NestFastifyApplication,
  { id }: Reconciliation,
  change: 'extra' | null = null,
) {
  const everything = { kind: null, change, outcome: null };
  const scope = systemScope('reconciliation');
  return app.get(ReconciliationsService).listItems(scope, id, everything, null, 100);
}

/** With dice, the run is cut off now and then and goes on later. */
async function carry(app: NestFastifyApplication, id: string, dice: Dice | null): Promise<Reconciliation> {
  for (;;) {
    const cut = new AbortController();
    let left = dice?.chance(0.2) === true ? dice.below(6) : Infinity;
    try {
      return await app.get(RunnerService).carry(id, {
        signal: cut.signal,
        onProgress: () => {
          left -= 1;
          if (left === 0) cut.abort(new Error('cut off'));
        },
      });
    } catch (error) {
      if (!cut.signal.aborted) throw error;
    }
  }
}
