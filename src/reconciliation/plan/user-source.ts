import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkUser, type ListPage, PAGE_SIZE } from '#libs/clerk';
import { Clock } from '#libs/time';
import { TombstoneLookupService, type UserState, UserStatesService } from '#users';
import { compareUser } from '../compare/compare-user.rule.js';
import type { Finding } from '../records/reconciliation-item.entity.js';
import { compareLiving, extrasOfLiving, type LivingKind } from './compare-living.js';
import type { KindSource, PageFindings, WalkPosition } from './kind-source.js';

/** People: walked by Clerk's cursor, the only stable way that it offers. */
@Injectable()
export class UserSource implements KindSource<ClerkUser> {
  readonly kind = 'user';
  private readonly living: LivingKind<ClerkUser, UserState>;

  constructor(
    private readonly directory: ClerkDirectory,
    readonly states: UserStatesService,
    tombstones: TombstoneLookupService,
    clock: Clock,
  ) {
    this.living = { kind: this.kind, states, tombstones, clock, differences: compareUser };
  }

  idOf({ id }: ClerkUser): string {
    return id;
  }

  count(): Promise<number> {
    return this.directory.countUsers();
  }

  async page(position: WalkPosition): Promise<{ page: ListPage<ClerkUser>; next: WalkPosition }> {
    const after =
      position !== null && 'id' in position
        ? { id: position.id, createdAt: new Date(position.createdAt) }
        : null;
    const page = await this.directory.listUsersByCreation(after);
    const last = page.items.at(-1);
    const isEnd = last === undefined || page.items.length < PAGE_SIZE || last.id === after?.id;
    return { page, next: isEnd ? null : { id: last.id, createdAt: last.createdAt.toISOString() } };
  }

  /** The cursor is the last one of the page. */
  foresee(): WalkPosition {
    return null;
  }

  async news(
    position: WalkPosition,
    since: Date,
  ): Promise<{ page: ListPage<ClerkUser>; next: WalkPosition }> {
    const offset = position !== null && 'offset' in position ? position.offset : 0;
    const page = await this.directory.listUsersByChange(offset);
    const last = page.items.at(-1);
    const isEnd = last === undefined || page.items.length < PAGE_SIZE || last.updatedAt < since;
    return { page, next: isEnd ? null : { offset: offset + PAGE_SIZE } };
  }

  compare(users: readonly ClerkUser[]): Promise<PageFindings> {
    return compareLiving(this.living, users);
  }

  extras(clerkIds: readonly string[]): Promise<Finding[]> {
    return extrasOfLiving(this.living, clerkIds);
  }

  confirm({ clerkId }: Pick<Finding, 'clerkId'>): Promise<ClerkUser | null> {
    return this.directory.findUser(clerkId);
  }
}
