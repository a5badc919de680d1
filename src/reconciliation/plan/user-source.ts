import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkUser, type ListPage, PAGE_SIZE } from '#libs/clerk';
import { Clock } from '#libs/time';
import { Burials, UserStates } from '#users';
import { differencesOfUser } from '../compare/compare-user.rule.js';
import { findingOf, isJustTold } from '../compare/finding.js';
import type { Finding } from '../runs/reconciliation-item.entity.js';
import type { KindSource, PageFindings, Place } from './kind-source.js';

/** People: walked by Clerk's cursor, the only stable way that it offers. */
@Injectable()
export class UserSource implements KindSource<ClerkUser> {
  readonly kind = 'user';

  constructor(
    private readonly directory: ClerkDirectory,
    private readonly states: UserStates,
    private readonly burials: Burials,
    private readonly clock: Clock,
  ) {}

  idOf({ id }: ClerkUser): string {
    return id;
  }

  count(): Promise<number> {
    return this.directory.countUsers();
  }

  async page(place: Place): Promise<{ page: ListPage<ClerkUser>; next: Place }> {
    const after =
      place !== null && 'id' in place ? { id: place.id, createdAt: new Date(place.createdAt) } : null;
    const page = await this.directory.listUsersByCreation(after);
    const last = page.items.at(-1);
    const isEnd = last === undefined || page.items.length < PAGE_SIZE || last.id === after?.id;
    return { page, next: isEnd ? null : { id: last.id, createdAt: last.createdAt.toISOString() } };
  }

  /** The cursor is the last one of the page. */
  foresee(): Place {
    return null;
  }

  async news(place: Place, since: Date): Promise<{ page: ListPage<ClerkUser>; next: Place }> {
    const offset = place !== null && 'offset' in place ? place.offset : 0;
    const page = await this.directory.listUsersByChange(offset);
    const last = page.items.at(-1);
    const isEnd = last === undefined || page.items.length < PAGE_SIZE || last.updatedAt < since;
    return { page, next: isEnd ? null : { offset: offset + PAGE_SIZE } };
  }

  async compare(users: readonly ClerkUser[]): Promise<PageFindings> {
    const states = await this.states.byClerkIds(users.map(({ id }) => id));
    const unknown = users.filter(({ id }) => states.get(id)?.isDeleted !== false);
    const buried = await this.burials.among(
      'user',
      unknown.map(({ id }) => id),
    );
    const findings: Finding[] = [];
    for (const user of users) {
      const state = states.get(user.id);
      const times = { clerk: user.updatedAt, mirrored: state?.sourceUpdatedAt ?? null };
      if (buried.has(user.id) || state?.isDeleted === true) continue;
      if (state === undefined) {
        findings.push(findingOf('user', 'missing', user.id, times));
        continue;
      }
      const fields = differencesOfUser(user, state);
      if (fields.length === 0 || isJustTold(times, this.clock.now())) continue;
      findings.push(findingOf('user', 'different', user.id, times, { fields }));
    }
    const deleted = unknown.filter(({ id }) => buried.has(id) || states.get(id)?.isDeleted === true);
    return { findings, buried: deleted.length };
  }

  idsHere(after: string, limit: number): Promise<string[]> {
    return this.states.listLivingIds(after, limit);
  }

  countHere(): Promise<number> {
    return this.states.countLiving();
  }

  async extras(clerkIds: readonly string[]): Promise<Finding[]> {
    const states = await this.states.byClerkIds(clerkIds);
    return clerkIds.flatMap((id) => {
      const state = states.get(id);
      if (state?.isDeleted !== false) return [];
      return findingOf('user', 'extra', id, { clerk: null, mirrored: state.sourceUpdatedAt });
    });
  }

  confirm({ clerkId }: Pick<Finding, 'clerkId'>): Promise<ClerkUser | null> {
    return this.directory.findUser(clerkId);
  }
}
