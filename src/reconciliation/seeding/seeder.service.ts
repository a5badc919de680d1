import { Injectable } from '@nestjs/common';
import {
  type ClerkInvitation,
  type ClerkMembership,
  type ClerkOrganization,
  ClerkTransport,
  type ClerkUser,
} from '#libs/clerk';
import { MembershipSeedingService, OrganizationSeedingService, RoleMirrorService } from '#tenants';
import { UserSeedingService } from '#users';
import { ApplierService } from '../apply/applier.service.js';
import { InvitationRepair } from '../apply/invitation-repair.js';
import { RECONCILIATION_ACTOR } from '../apply/kind-repair.js';
import { type Drift, KINDS } from '../kinds.js';
import { InvitationSource } from '../plan/invitation-source.js';
import { MembershipSource } from '../plan/membership-source.js';
import { OrganizationSource } from '../plan/organization-source.js';
import { sideBySide } from '../plan/side-by-side.js';
import { UserSource } from '../plan/user-source.js';
import { withRetries } from '../plan/walk.js';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import { ItemsStore } from '../records/items.store.js';
import type { Reconciliation } from '../records/reconciliation.entity.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';
import type { ReconciliationContext, RunEnding } from '../records/reconciliation-context.js';
import { KindSeederService } from './kind-seeder.service.js';

/**
 * Fills an empty mirror: reads each of Clerk's lists once and adds what is missing page by page. Nothing is changed or
 * removed that is here already; what a page cannot add as a whole is repaired object by object at the end, as a plan is.
 */
@Injectable()
export class SeederService {
  constructor(
    private readonly transport: ClerkTransport,
    private readonly limits: ReconciliationLimits,
    private readonly runs: ReconciliationsStore,
    private readonly items: ItemsStore,
    private readonly kinds: KindSeederService,
    private readonly applier: ApplierService,
    private readonly roles: RoleMirrorService,
    private readonly userSource: UserSource,
    private readonly organizationSource: OrganizationSource,
    private readonly membershipSource: MembershipSource,
    private readonly invitationSource: InvitationSource,
    private readonly users: UserSeedingService,
    private readonly organizations: OrganizationSeedingService,
    private readonly memberships: MembershipSeedingService,
    private readonly invitations: InvitationRepair,
  ) {}

  /**
   * Does what is left of a seeding.
   *
   * @returns what ends the run as `applied`, or as `failed` when single objects could not be added
   * @throws ClerkUnavailableError, ClerkSchemaError when Clerk cannot be read now
   */
  seed(run: Reconciliation, context: ReconciliationContext): Promise<RunEnding> {
    return this.transport.whileNobodyIsServed(() => this.fill(run, context));
  }

  private async fill(run: Reconciliation, context: ReconciliationContext): Promise<RunEnding> {
    const { id: runId, progress } = run;
    const roles = await withRetries(() => this.roles.fetch(), this.limits, context.signal);
    await context.commit(() => this.roles.apply(roles, RECONCILIATION_ACTOR));
    const people = {
      source: this.userSource,
      add: (told: readonly ClerkUser[]) => this.users.add(told, RECONCILIATION_ACTOR),
    };
    const organizations = {
      source: this.organizationSource,
      add: (told: readonly ClerkOrganization[]) => this.organizations.add(told, RECONCILIATION_ACTOR),
    };
    // People are listed by a cursor, one request at a time, so something else goes on beside them.
    await sideBySide(context, [
      (side) => this.kinds.seed(people, runId, progress.user, side),
      (side) => this.kinds.seed(organizations, runId, progress.organization, side),
    ]);
    const memberships = {
      source: this.membershipSource,
      add: (told: readonly ClerkMembership[]) => this.memberships.add(told, RECONCILIATION_ACTOR),
    };
    await this.kinds.seed(memberships, runId, progress.membership, context);
    const invitations = {
      source: this.invitationSource,
      add: (told: readonly ClerkInvitation[]) => this.addInvitations(told),
    };
    await this.kinds.seed(invitations, runId, progress.invitation, context);
    const settle = await this.applier.apply(run, context);
    return async () => {
      await settle();
      await this.conclude(runId);
    };
  }

  /** One after the other: each may settle what was accepted at Clerk. */
  private async addInvitations(told: readonly ClerkInvitation[]): Promise<Set<string>> {
    for (const invitation of told) await this.invitations.apply(invitation);
    const { findings } = await this.invitationSource.compare(told);
    const left = new Set(findings.map(({ clerkId }) => clerkId));
    return new Set(told.flatMap(({ id }) => (left.has(id) ? [] : id)));
  }

  /** What was added by whole pages counts as missing too, though no item stands for it. */
  private async conclude(runId: string): Promise<void> {
    const run = await this.runs.find(runId);
    const drift: Drift = await this.items.drift(runId);
    for (const kind of KINDS) {
      const added = run?.progress[kind]?.seeded ?? 0;
      drift[kind].missing += added;
      drift.total += added;
    }
    await this.runs.update(runId, { drift });
  }
}
