import { ClerkRefusedError, ClerkSchemaError } from '../clerk-errors.js';
import { unlessMissing } from '../unless-missing.js';
import {
  type ClerkInvitation,
  type ClerkMembership,
  type ClerkOrganization,
  type ClerkUser,
  readInvitation,
  readMembership,
  readOrganization,
  readUser,
} from '../clerk-objects.js';
import type { ClerkRequest } from '../clerk-request.js';
import { type ListPage, PAGE_SIZE, readBareList, readCountedList } from './list-page.js';

/** Whatever brings a request to Clerk; the paced transport in the service. */
export interface ClerkSender {
  send(request: ClerkRequest): Promise<unknown>;
}

/** Where a walk over all users stands: behind this one. */
export interface UserPosition {
  readonly id: string;
  readonly createdAt: Date;
}

/** Ids that one filtered request may name. */
export const MAX_IDS = 100;

/**
 * Whole lists of Clerk's, page by page: for comparing everything, not for serving somebody who waits. Every request goes
 * with the priority that leaves the others their room.
 */
export class ClerkDirectory {
  constructor(private readonly clerk: ClerkSender) {}

  /** How many users there are now. @param activeSince only those whom Clerk has seen since */
  async countUsers(activeSince?: Date): Promise<number> {
    const query = activeSince === undefined ? undefined : { last_active_at_since: activeSince.getTime() };
    const answer = await this.get('/users/count', 'GET /users/count', query);
    const count =
      typeof answer === 'object' && answer !== null && 'total_count' in answer && answer.total_count;
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
      throw new ClerkSchemaError('GET /users/count answered no total_count');
    }
    return count;
  }

  /**
   * The next users in order of creation. Only this list has a cursor, so nothing shifts under the walk; where the one
   * that the cursor names is gone by now, the walk goes on from their moment and sees some users twice.
   */
  async listUsersByCreation(after: UserPosition | null): Promise<ListPage<ClerkUser>> {
    const query = { order_by: '+created_at', limit: PAGE_SIZE };
    if (after === null) return this.users(query);
    try {
      return await this.users({ ...query, starting_after: after.id });
    } catch (error) {
      const isGone = error instanceof ClerkRefusedError && (error.status === 422 || error.status === 404);
      if (!isGone) throw error;
      return this.users({ ...query, created_at_after: after.createdAt.getTime() - 1 });
    }
  }

  /** Users by their last change, newest first. Rows shift while one reads, so pages may overlap. */
  async listUsersByChange(offset: number): Promise<ListPage<ClerkUser>> {
    return this.users({ order_by: '-updated_at', limit: PAGE_SIZE, offset });
  }

  /** Those of the users that Clerk knows. @param ids at most {@link MAX_IDS} */
  async findUsers(ids: readonly string[]): Promise<readonly ClerkUser[]> {
    if (ids.length === 0) return [];
    return (await this.users({ user_id: ids, limit: PAGE_SIZE })).items;
  }

  /** Null for a user that Clerk does not know: the only answer that means deleted. */
  findUser(id: string): Promise<ClerkUser | null> {
    return unlessMissing(async () => readUser(await this.get(`/users/${id}`, 'GET /users/{id}')));
  }

  /** How many organizations there are now. */
  countOrganizations(): Promise<number> {
    return this.totalOf('/organizations', 'GET /organizations');
  }

  async listOrganizations(offset: number, newestFirst = false): Promise<ListPage<ClerkOrganization>> {
    const query = pageQuery(offset, newestFirst);
    return readCountedList(
      await this.get('/organizations', 'GET /organizations', query),
      'GET /organizations',
      readOrganization,
    );
  }

  /** Those of the organizations that Clerk knows. @param ids at most {@link MAX_IDS} */
  async findOrganizations(ids: readonly string[]): Promise<readonly ClerkOrganization[]> {
    if (ids.length === 0) return [];
    const query = { organization_id: ids, limit: PAGE_SIZE };
    const answer = await this.get('/organizations', 'GET /organizations', query);
    return readCountedList(answer, 'GET /organizations', readOrganization).items;
  }

  findOrganization(id: string): Promise<ClerkOrganization | null> {
    return unlessMissing(async () =>
      readOrganization(await this.get(`/organizations/${id}`, 'GET /organizations/{id}')),
    );
  }

  /** How many memberships there are now, in all organizations. */
  countMemberships(): Promise<number> {
    return this.totalOf('/organization_memberships', 'GET /organization_memberships');
  }

  /** Memberships of every organization. */
  async listMemberships(offset: number, newestFirst = false): Promise<ListPage<ClerkMembership>> {
    const operation = 'GET /organization_memberships';
    const answer = await this.get('/organization_memberships', operation, pageQuery(offset, newestFirst));
    return readCountedList(answer, operation, readMembership);
  }

  /**
   * All memberships of one user; null when Clerk does not know the user.
   *
   * @throws ClerkSchemaError when Clerk gives fewer than it says there are
   */
  membershipsOfUser(userId: string): Promise<readonly ClerkMembership[] | null> {
    const operation = 'GET /users/{id}/organization_memberships';
    return unlessMissing(async () => {
      const found = new Map<string, ClerkMembership>();
      for (let offset = 0; ; offset += PAGE_SIZE) {
        const query = { limit: PAGE_SIZE, offset };
        const path = `/users/${userId}/organization_memberships`;
        const page = readCountedList(await this.get(path, operation, query), operation, readMembership);
        for (const membership of page.items) found.set(membership.id, membership);
        if (offset + PAGE_SIZE < page.total) continue;
        if (found.size < page.total) throw new ClerkSchemaError(`${operation} is not complete`);
        return [...found.values()];
      }
    });
  }

  /** Those of the users who are members of the organization; null when Clerk does not know the organization. */
  membershipsOfUsers(
    organizationId: string,
    userIds: readonly string[],
  ): Promise<readonly ClerkMembership[] | null> {
    const operation = 'GET /organizations/{id}/memberships';
    return unlessMissing(async () => {
      const query = { user_id: userIds, limit: PAGE_SIZE };
      const answer = await this.get(`/organizations/${organizationId}/memberships`, operation, query);
      return readCountedList(answer, operation, readMembership).items;
    });
  }

  /** How many invitations there are now, to all organizations, settled ones too. */
  countInvitations(): Promise<number> {
    return this.totalOf('/organization_invitations', 'GET /organization_invitations');
  }

  /** Invitations to every organization. @param status all of them when left out */
  async listInvitations(
    offset: number,
    { newestFirst = false, status }: { newestFirst?: boolean; status?: ClerkInvitation['status'] } = {},
  ): Promise<ListPage<ClerkInvitation>> {
    const operation = 'GET /organization_invitations';
    const query = { ...pageQuery(offset, newestFirst), ...(status === undefined ? {} : { status }) };
    const answer = await this.get('/organization_invitations', operation, query);
    return readCountedList(answer, operation, readInvitation);
  }

  findInvitation(organizationId: string, id: string): Promise<ClerkInvitation | null> {
    const path = `/organizations/${organizationId}/invitations/${id}`;
    return unlessMissing(async () =>
      readInvitation(await this.get(path, 'GET /organizations/{id}/invitations/{id}')),
    );
  }

  private async totalOf(path: string, operation: string): Promise<number> {
    return readCountedList(await this.get(path, operation, { limit: 1 }), operation, (item) => item).total;
  }

  private async users(query: ClerkRequest['query']): Promise<ListPage<ClerkUser>> {
    return readBareList(await this.get('/users', 'GET /users', query), 'GET /users', readUser);
  }

  private get(path: string, operation: string, query?: ClerkRequest['query']): Promise<unknown> {
    return this.clerk.send({
      priority: 'batch',
      method: 'GET',
      path,
      operation,
      ...(query === undefined ? {} : { query }),
    });
  }
}

// Oldest first, what is made meanwhile comes last and shifts nothing.
function pageQuery(offset: number, newestFirst: boolean) {
  return { order_by: newestFirst ? '-created_at' : '+created_at', limit: PAGE_SIZE, offset };
}
