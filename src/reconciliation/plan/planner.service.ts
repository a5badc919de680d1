import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/time';
import { KINDS } from '../kinds.js';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import { type ItemPosition, ItemsStore } from '../records/items.store.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';
import type { Reconciliation, WalkProgress } from '../records/reconciliation.entity.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';
import type { ReconciliationContext, RunEnding } from '../records/reconciliation-context.js';
import type { ThresholdReason } from '../records/threshold-reason.js';
import { safetyThresholdOn } from './safety-threshold.rule.js';
import { InvitationSource } from './invitation-source.js';
import { KindPlannerService, type Planned } from './kind-planner.service.js';
import type { KindSource } from './kind-source.js';
import { LeftoversService } from './leftovers.service.js';
import { MembershipSource } from './membership-source.js';
import { OrganizationSource } from './organization-source.js';
import { PlanHash } from './plan-hash.js';
import { RolePlannerService } from './role-planner.service.js';
import { sideBySide } from './side-by-side.js';
import { UserSource } from './user-source.js';
import { withRetries } from './walk.js';

const ITEMS_AT_ONCE = 1_000;

interface Compared {
  readonly source: KindSource<unknown>;
  readonly walk: WalkProgress;
}

/** Compares the whole mirror with Clerk and writes down in what they differ. Changes nothing of the mirror. */
@Injectable()
export class PlannerService {
  constructor(
    private readonly limits: ReconciliationLimits,
    private readonly runs: ReconciliationsStore,
    private readonly items: ItemsStore,
    private readonly leftovers: LeftoversService,
    private readonly kinds: KindPlannerService,
    private readonly users: UserSource,
    private readonly organizations: OrganizationSource,
    private readonly memberships: MembershipSource,
    private readonly invitations: InvitationSource,
    private readonly roles: RolePlannerService,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the plan of a run, or the rest of it.
   *
   * @returns what ends the run as `planned` or `blocked`
   * @throws ClerkUnavailableError, ClerkSchemaError when Clerk cannot be compared with now
   */
  async plan(
    { id: runId, mode, progress }: Reconciliation,
    context: ReconciliationContext,
  ): Promise<RunEnding> {
    await this.leftovers.clear(context);
    const since = await context.commit(() => this.runs.lastSuccessAt());
    const planned = { runId, mode, since };
    const walks = await this.compareAll(planned, progress, context);
    // Not side by side: what leans on something that is removed goes with it.
    for (const { source, walk } of walks) await this.kinds.conclude(source, planned, walk, context);
    await this.planRoles(runId, context);
    return () => this.conclude(runId);
  }

  /**
   * People are read beside the rest: their cursor allows one request at a time, which is slower than Clerk's limit.
   */
  private async compareAll(
    planned: Planned,
    progress: Reconciliation['progress'],
    context: ReconciliationContext,
  ): Promise<Compared[]> {
    const compareInTurn =
      (sources: readonly KindSource<unknown>[]) =>
      async (side: ReconciliationContext): Promise<Compared[]> => {
        const compared: Compared[] = [];
        for (const source of sources) {
          const walk = await this.kinds.compare(source, planned, progress[source.kind], side);
          compared.push({ source, walk });
        }
        return compared;
      };
    const compared = await sideBySide(context, [
      compareInTurn([this.users]),
      compareInTurn([this.organizations, this.memberships, this.invitations]),
    ]);
    return compared.flat();
  }

  private async planRoles(runId: string, context: ReconciliationContext): Promise<void> {
    const answer = await withRetries(() => this.roles.fetch(), this.limits, context.signal);
    await context.commit(async () => {
      const { findings, told, here } = await this.roles.compare(answer);
      await this.kinds.add(runId, findings);
      const run = await this.runs.find(runId);
      const role = { clerk: told, listed: answer.roles.length, here, tombstoned: 0 };
      await this.runs.update(runId, { counts: { ...run?.counts, role } });
    });
    context.report({ phase: 'reading role', done: answer.roles.length, total: answer.roles.length });
  }

  private async conclude(runId: string): Promise<void> {
    const run = await this.runs.find(runId);
    const drift = await this.items.drift(runId);
    const reasons = KINDS.flatMap((kind): ThresholdReason[] => {
      const counts = run?.counts[kind];
      if (counts === undefined) return [];
      const { clerk: told, listed, here } = counts;
      const reason = safetyThresholdOn({ kind, removals: drift[kind].extra, told, listed, here });
      return reason === null ? [] : [reason];
    });
    const now = this.clock.now();
    await this.runs.update(runId, {
      status: reasons.length > 0 ? 'blocked' : 'planned',
      hash: await this.hashOf(runId),
      drift,
      reasons,
      plannedAt: now,
      finishedAt: now,
    });
  }

  private async hashOf(runId: string): Promise<string> {
    const hash = new PlanHash();
    const everything = { kind: null, change: null, outcome: null };
    let after: ItemPosition | null = null;
    for (;;) {
      const page: ReconciliationItem[] = await this.items.page(runId, everything, after, ITEMS_AT_ONCE);
      for (const item of page) hash.add(item);
      const last = page.at(-1);
      if (last === undefined || page.length < ITEMS_AT_ONCE) return hash.end();
      after = last;
    }
  }
}
