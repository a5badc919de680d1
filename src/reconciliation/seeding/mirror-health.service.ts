import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import type { HealthReport } from '#manifest';
import { Environment } from '#settings';
import { KINDS } from '../kinds.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';
import { RECONCILIATION } from '../reconciliation.scope.js';
import { MirrorStateStore } from './mirror-state.store.js';

/** Whether the mirror of Clerk has been filled, how far it is, and by what it hears of changes. */
@Injectable()
export class MirrorHealthService {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly states: MirrorStateStore,
    private readonly runs: ReconciliationsStore,
  ) {}

  async check(): Promise<HealthReport> {
    const { isSeeded, seeding } = await this.unitOfWork.run(RECONCILIATION, async () => {
      const isDone = (await this.states.seededAt()) !== null;
      return { isSeeded: isDone, seeding: isDone ? null : await this.runs.findLatestSeeding() };
    });
    const changes =
      this.environment.clerk.webhookSigningSecrets.length > 0 ? 'webhooks' : 'compared every minute';
    if (isSeeded) return { status: 'ok', detail: { isSeeded: true, state: 'seeded', changes } };
    const walks = KINDS.map((kind) => seeding?.progress[kind]);
    const sum = (of: (walk: NonNullable<(typeof walks)[number]>) => number) =>
      walks.reduce((total, walk) => total + (walk === undefined ? 0 : of(walk)), 0);
    return {
      status: seeding?.status === 'failed' ? 'failing' : 'warning',
      detail: {
        isSeeded: false,
        state: 'not seeded yet',
        added: sum(({ seeded = 0 }) => seeded),
        atClerk: sum(({ told }) => told),
        error: seeding?.error ?? null,
        changes,
      },
    };
  }
}
