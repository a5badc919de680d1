import { Injectable } from '@nestjs/common';
import { RoleMirrorService } from '#tenants';
import { Clock } from '#libs/time';
import { CHANGES } from '../kinds.js';
import { withRetries } from '../plan/walk.js';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import { ITEMS_FAILED } from '../records/failure-code.js';
import { ItemsStore } from '../records/items.store.js';
import type { Reconciliation } from '../records/reconciliation.entity.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';
import type { ReconciliationContext, RunEnding } from '../records/reconciliation-context.js';
import { InvitationRepair } from './invitation-repair.js';
import { KindApplierService } from './kind-applier.service.js';
import { RECONCILIATION_ACTOR } from './kind-repair.js';
import { MembershipRepair } from './membership-repair.js';
import { OrganizationRepair } from './organization-repair.js';
import { UserRepair } from './user-repair.js';

/** Carries a plan out: what is lacking in the order in which things lean on each other, then removals the other way. */
@Injectable()
export class ApplierService {
  constructor(
    private readonly limits: ReconciliationLimits,
    private readonly runs: ReconciliationsStore,
    private readonly items: ItemsStore,
    private readonly kinds: KindApplierService,
    private readonly users: UserRepair,
    private readonly organizations: OrganizationRepair,
    private readonly memberships: MembershipRepair,
    private readonly invitations: InvitationRepair,
    private readonly roles: RoleMirrorService,
    private readonly clock: Clock,
  ) {}

  /**
   * Does what is left of a plan.
   *
   * @returns what ends the run as `applied`, or as `failed` when items could not be carried out
   */
  async apply({ id: runId, drift }: Reconciliation, context: ReconciliationContext): Promise<RunEnding> {
    const total = drift?.total ?? 0;
    let done = total - ((await context.commit(() => this.items.outcomes(runId))).open ?? 0);
    const report = (count: number): void => {
      done += count;
      context.report({ phase: 'applying', done, total });
    };
    const changes = ['different', 'missing'] as const;
    await this.applyRoles(runId, context);
    await this.kinds.repair(this.users, runId, changes, context, report);
    await this.kinds.repair(this.organizations, runId, changes, context, report);
    await this.kinds.repair(this.memberships, runId, changes, context, report);
    await this.kinds.repair(this.invitations, runId, changes, context, report);
    await this.kinds.removeExtras(this.memberships, runId, context, report);
    await this.kinds.removeExtras(this.invitations, runId, context, report);
    await this.kinds.removeExtras(this.organizations, runId, context, report);
    await this.kinds.removeExtras(this.users, runId, context, report);
    return () => this.conclude(runId);
  }

  private async conclude(runId: string): Promise<void> {
    const { failed = 0 } = await this.items.outcomes(runId);
    const ended =
      failed > 0 ? { status: 'failed' as const, error: ITEMS_FAILED } : { status: 'applied' as const };
    await this.runs.update(runId, { ...ended, finishedAt: this.clock.now() });
  }

  /** Clerk's roles are mirrored as a whole or not at all. */
  private async applyRoles(runId: string, context: ReconciliationContext): Promise<void> {
    const open = await context.commit(() => this.items.countOpen(runId, 'role', CHANGES));
    if (open === 0) return;
    const answer = await withRetries(() => this.roles.fetch(), this.limits, context.signal);
    await context.commit(async () => {
      await this.roles.apply(answer, RECONCILIATION_ACTOR);
      for (const change of CHANGES) {
        for (const item of await this.items.listOpen(runId, 'role', change, open)) {
          await this.items.settle(item, 'applied', this.clock.now(), null);
        }
      }
    });
  }
}
