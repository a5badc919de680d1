import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkMembership, type ListPage } from '#libs/clerk';
import { Clock } from '#libs/time';
import { MembershipStatesService } from '#tenants';
import { TombstoneLookupService } from '#users';
import { compareMembership } from '../compare/compare-membership.rule.js';
import { findingOf, isJustTold } from '../compare/finding.js';
import type { Finding } from '../records/reconciliation-item.entity.js';
import type { KindSource, PageFindings } from './kind-source.js';
import { OffsetSource } from './offset-source.js';

/**
 * Memberships of the whole instance: one request for 500 of them, where asking each organization would cost at least one
 * request for each.
 */
@Injectable()
export class MembershipSource extends OffsetSource<ClerkMembership> implements KindSource<ClerkMembership> {
  readonly kind = 'membership';

  constructor(
    private readonly directory: ClerkDirectory,
    readonly states: MembershipStatesService,
    private readonly tombstones: TombstoneLookupService,
    private readonly clock: Clock,
  ) {
    super();
  }

  count(): Promise<number> {
    return this.directory.countMemberships();
  }

  async compare(memberships: readonly ClerkMembership[]): Promise<PageFindings> {
    const states = await this.states.byClerkIds(memberships.map(({ id }) => id));
    const unknown = memberships.filter(({ id }) => !states.has(id));
    const tombstoned = await this.tombstonedAmong(unknown);
    const findings: Finding[] = [];
    for (const membership of memberships) {
      const { id } = membership;
      const state = states.get(id);
      const times = { clerk: membership.updatedAt, mirrored: state?.sourceUpdatedAt ?? null };
      const parents = { organizationClerkId: membership.organization.id, userClerkId: membership.userId };
      if (state === undefined) {
        if (!tombstoned.has(id)) findings.push(findingOf('membership', 'missing', id, times, parents));
        continue;
      }
      const fields = compareMembership(membership, state);
      if (fields.length === 0 || isJustTold(times, this.clock.now())) continue;
      findings.push(findingOf('membership', 'different', id, times, { ...parents, fields }));
    }
    return { findings, tombstoned: tombstoned.size };
  }

  async extras(clerkIds: readonly string[]): Promise<Finding[]> {
    const states = await this.states.byClerkIds(clerkIds);
    return clerkIds.flatMap((id) => {
      const state = states.get(id);
      if (state === undefined) return [];
      const { organizationClerkId, userClerkId, sourceUpdatedAt } = state;
      const times = { clerk: null, mirrored: sourceUpdatedAt };
      return findingOf('membership', 'extra', id, times, { organizationClerkId, userClerkId });
    });
  }

  /** There is no request for one membership, so all of the person's are read. */
  async confirm({
    clerkId,
    userClerkId,
  }: Pick<Finding, 'clerkId' | 'userClerkId'>): Promise<ClerkMembership | null> {
    if (userClerkId === null) throw new Error('a membership without its person');
    const memberships = await this.directory.membershipsOfUser(userClerkId);
    return memberships?.find(({ id }) => id === clerkId) ?? null;
  }

  protected list(offset: number, newestFirst: boolean): Promise<ListPage<ClerkMembership>> {
    return this.directory.listMemberships(offset, newestFirst);
  }

  /** Ended here for good, or of a person or an organization that is. */
  private async tombstonedAmong(memberships: readonly ClerkMembership[]): Promise<Set<string>> {
    const ended = await this.tombstones.among(
      'membership',
      memberships.map(({ id }) => id),
    );
    const people = await this.tombstones.among('user', [...new Set(memberships.map(({ userId }) => userId))]);
    const organizations = await this.tombstones.among('organization', [
      ...new Set(memberships.map(({ organization }) => organization.id)),
    ]);
    return new Set(
      memberships
        .filter(
          ({ id, userId, organization }) =>
            ended.has(id) || people.has(userId) || organizations.has(organization.id),
        )
        .map(({ id }) => id),
    );
  }
}
