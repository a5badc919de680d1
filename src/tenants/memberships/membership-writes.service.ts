import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, found, systemScope } from '#auth';
import { ClerkApi, type ClerkMembership, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { type EffectMark, IdempotencyStore } from '#libs/http';
import { TombstoneLookupService, type User } from '#users';
import { isRefusedWith } from '../clerk-writes/clerk-answers.js';
import { ClerkWriteLeases, type WriteLease } from '../clerk-writes/clerk-write-leases.js';
import { settledAtClerk } from '../clerk-writes/lost-answer.js';
import type { Organization } from '../organizations/organization.entity.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { tenantsErrors } from '../tenants.errors.js';
import { MembershipMirrorService } from './membership-mirror.service.js';
import type { Membership } from '../members/membership.entity.js';
import { MembershipsStore } from '../members/memberships.store.js';

/** The two sides of a membership, both known at Clerk. */
export interface Pair {
  readonly organization: Organization & { readonly clerkId: string };
  readonly user: User & { readonly clerkId: string };
}

/**
 * Gives what memberships carry: at Clerk first, then here. One writer at a time for each pair of organization and person,
 * so that what is acknowledged later is also what Clerk hears later.
 */
@Injectable()
export class MembershipWritesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly leases: ClerkWriteLeases,
    private readonly requests: IdempotencyStore,
    private readonly memberships: MembershipsStore,
    private readonly organizations: OrganizationsStore,
    private readonly mirror: MembershipMirrorService,
    private readonly tombstones: TombstoneLookupService,
    private readonly clerk: ClerkApi,
  ) {}

  /**
   * Makes somebody a member. What an earlier try of the same request has made is taken as made.
   *
   * @param demandRoom refuses when there is no room for one more; not asked about somebody who is there already
   * @param follow gets the row as it is once Clerk's answer is applied, in the same transaction
   * @returns what `follow` gave; null when the membership has ended meanwhile
   */
  async add<T>(
    pair: Pair,
    role: string,
    caller: Caller,
    demandRoom: () => Promise<void>,
    follow: (begun: Membership) => Promise<T>,
  ): Promise<T | null> {
    const { organization, user } = pair;
    const mark = this.requests.mark();
    return this.leases.holding(keyOf(pair), async (lease) => {
      const answer = await settledAtClerk({
        mark,
        write: async () => {
          await demandRoom();
          lease.demand();
          return this.create(pair, role, mark);
        },
        find: async () => {
          const found = await this.find(pair);
          return found?.mark === mark.id ? found : null;
        },
        onStraggler: lease.keepFor,
      });
      return this.unitOfWork.run(systemScope('mirror'), async () => {
        await this.mirror.hold(answer);
        await this.organizations.lock(organization.id);
        const source = { updatedAt: answer.updatedAt, eventAt: null };
        const begun = await this.mirror.apply(answer, organization, user, source, actorOf(caller));
        await this.unitOfWork.made(user.id);
        return begun === null ? null : follow(begun);
      });
    });
  }

  /**
   * Gives a member another role at Clerk, and then does `follow` here, in one transaction.
   *
   * @param decide reads and judges, under the lease and before Clerk is asked
   * @param follow gets the row as it is once Clerk's answer is applied
   * @throws AppError 409 `member_changed` when something else was decided about the member meanwhile
   */
  async giveRole<T>(
    pair: Pair,
    role: string,
    caller: Caller,
    follow: (held: Membership, before: Membership) => Promise<T>,
  ): Promise<T> {
    const { organization, user } = pair;
    return this.leases.holding(keyOf(pair), async (lease) => {
      const before = found(
        await this.unitOfWork.run(systemScope('mirror'), () =>
          this.memberships.find(organization.id, user.id),
        ),
      );
      lease.demand();
      const answer = await this.setRole(pair, role, lease);
      return this.unitOfWork.run(systemScope('mirror'), async () => {
        await this.mirror.hold(answer);
        await this.organizations.lock(organization.id);
        const source = { updatedAt: answer.updatedAt, eventAt: null };
        const held = found(
          await this.mirror.apply(answer, organization, user, source, actorOf(caller), before.fence),
        );
        if (held.role !== role) throw tenantsErrors.memberChanged();
        return follow(held, before);
      });
    });
  }

  private setRole(pair: Pair, role: string, lease: WriteLease): Promise<ClerkMembership> {
    const { organization, user } = pair;
    return settledAtClerk({
      write: () => this.clerk.updateMembership(organization.clerkId, user.clerkId, role),
      find: async () => {
        const found = await this.find(pair);
        return found?.role === role ? found : null;
      },
      onStraggler: lease.keepFor,
    });
  }

  /** Clerk may still have the membership that was ended here: it hears of that first, as it was decided first. */
  private async create(pair: Pair, role: string, mark: EffectMark): Promise<ClerkMembership> {
    const { organization, user } = pair;
    const create = () => this.clerk.createMembership(organization.clerkId, user.clerkId, role, mark.id);
    try {
      return await create();
    } catch (error) {
      if (!isRefusedWith(error, 'already_a_member_in_organization')) throw error;
      const found = await this.find(pair);
      if (found === null || !(await this.isEndedHere(found))) throw error;
      await settledAtClerk({
        write: async () => {
          await unlessMissing(() => this.clerk.deleteMembership(organization.clerkId, user.clerkId));
          return true;
        },
        find: async () => ((await this.find(pair)) === null ? true : null),
      });
      return create();
    }
  }

  private isEndedHere({ id }: ClerkMembership): Promise<boolean> {
    return this.unitOfWork.run(systemScope('mirror'), () => this.tombstones.isTombstoned('membership', id));
  }

  private find({ organization, user }: Pair): Promise<ClerkMembership | null> {
    return this.clerk.findMembership(organization.clerkId, user.clerkId);
  }
}

function keyOf({ organization, user }: Pair) {
  return { kind: 'membership', organizationId: organization.id, userId: user.id } as const;
}
