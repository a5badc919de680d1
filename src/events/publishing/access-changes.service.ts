import { Injectable } from '@nestjs/common';
import { EffectiveAccessService } from '#tenants';
import { EVENTS } from '../events.scope.js';
import { changeBetween, heldBy, NOTHING_HELD } from '../access/access-change.rule.js';
import type { AccessSnapshot } from '../access/access-snapshot.entity.js';
import { AccessSnapshotsStore, type PersonThere, type Recheck } from '../access/access-snapshots.store.js';
import type { AffectedAccess } from './affected-access.rule.js';
import { accessChanged, type NewEvent } from './new-event.js';

/** A change that is to be told, and what is kept of it once it has its position. */
export interface FoundChange {
  readonly event: NewEvent;
  readonly snapshot: Omit<AccessSnapshot, 'position'>;
}

/** What a look at people's rights has found. */
export interface FoundChanges {
  readonly changes: readonly FoundChange[];
  /** Kept anew without being told: the same rights, with another moment to look again. */
  readonly unchanged: readonly AccessSnapshot[];
}

const PEOPLE_AT_ONCE = 500;
const DUE_AT_ONCE = 200;

/**
 * Compares what people may do with what was told of it last. Nothing is told twice and nothing is left out, whatever
 * brought the look about: the difference is what counts, not the cause. All in the publisher's transaction.
 */
@Injectable()
export class AccessChangesService {
  constructor(
    private readonly access: EffectiveAccessService,
    private readonly snapshots: AccessSnapshotsStore,
  ) {}

  /** Everybody who is to be looked at now: named by the log, due by the clock, or next in an organization's turn. */
  async listToLookAt(affected: readonly AffectedAccess[], now: Date): Promise<PersonThere[]> {
    const people: PersonThere[] = [];
    for (const each of affected) {
      if (each.kind === 'person') people.push(...(await this.placesOf(each)));
    }
    const organizations = affected.flatMap((each) =>
      each.kind === 'organization' ? [each.organizationId] : [],
    );
    await this.snapshots.recheck([...new Set(organizations)], now);
    if (affected.some(({ kind }) => kind === 'everybody')) await this.snapshots.recheckAll(now);
    people.push(...(await this.snapshots.listDue(now, DUE_AT_ONCE)));
    const recheck = await this.snapshots.nextRecheck();
    if (recheck !== null) people.push(...(await this.nextPeople(recheck)));
    return people;
  }

  async compare(people: readonly PersonThere[], now: Date): Promise<FoundChanges> {
    const changes: FoundChange[] = [];
    const unchanged: AccessSnapshot[] = [];
    for (const [organizationId, there] of Map.groupBy(people, (each) => each.organizationId)) {
      const userIds = [...new Set(there.map(({ userId }) => userId))];
      const known = await this.snapshots.listOf(organizationId, userIds);
      for (const [userId, access] of await this.access.of(EVENTS, organizationId, userIds, now)) {
        const before = known.get(userId);
        const held = heldBy(access);
        const { nextChangeAt } = access;
        const change = changeBetween(before?.held ?? NOTHING_HELD, held);
        if (change !== null) {
          const event = accessChanged({ organizationId, userId }, change, nextChangeAt, now);
          changes.push({ event, snapshot: { organizationId, userId, held, nextChangeAt } });
        } else if (before !== undefined && before.nextChangeAt?.getTime() !== nextChangeAt?.getTime()) {
          unchanged.push({ ...before, nextChangeAt });
        } else if (before === undefined && nextChangeAt !== null) {
          // Nothing is held yet, and something will be.
          unchanged.push({ organizationId, userId, held, nextChangeAt, position: '0' });
        }
      }
    }
    return { changes, unchanged };
  }

  private async placesOf({
    userId,
    organizationId,
  }: AffectedAccess & { kind: 'person' }): Promise<PersonThere[]> {
    if (organizationId !== null) return [{ userId, organizationId }];
    const ids = new Set([
      ...(await this.access.listOrganizationsOf(userId)),
      ...(await this.snapshots.listOrganizationsOf(userId)),
    ]);
    return [...ids].map((id) => ({ userId, organizationId: id }));
  }

  /** The next people of an organization, in the order of their ids: members, and those of whom something was told. */
  private async nextPeople({ organizationId, afterUserId }: Recheck): Promise<PersonThere[]> {
    const members = await this.access.listMembers(organizationId, afterUserId, PEOPLE_AT_ONCE);
    const told = await this.snapshots.listPeople(organizationId, afterUserId, PEOPLE_AT_ONCE);
    const next = [...new Set([...members, ...told])].sort().slice(0, PEOPLE_AT_ONCE);
    const isWhole = next.length < PEOPLE_AT_ONCE;
    await this.snapshots.goOn(organizationId, isWhole ? null : (next.at(-1) ?? null));
    return next.map((userId) => ({ userId, organizationId }));
  }
}
