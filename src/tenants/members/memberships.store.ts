import { Injectable } from '@nestjs/common';
import { exactlyOne, jsonText, type OrganizationScope, TableStatements, UnitOfWork } from '#libs/database';
import { OWNER_ROLE, type Reference } from '#auth';
import type { ClerkMembership } from '#libs/clerk';
import { joinUser, type User } from '#users';
import { Membership } from './membership.entity.js';

export interface MemberRow {
  membership: Membership;
  user: User;
}

const STATEMENTS = new TableStatements(Membership);
const KEY = { organization_id: 'uuid', user_id: 'uuid' };
const ONE = STATEMENTS.lookup(KEY);
const LOCK = STATEMENTS.lookup(KEY, 'for update');
const BY_CLERK_ID = STATEMENTS.lookup({ clerk_id: 'text' });

/** Rows of `memberships`; every method names the organization. */
@Injectable()
export class MembershipsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(organizationId: string, userId: string): Promise<Membership | null> {
    return (await this.unitOfWork.lookUp(ONE, organizationId, userId))[0] ?? null;
  }

  async findByClerkId(clerkId: string): Promise<Membership | null> {
    return (await this.unitOfWork.lookUp(BY_CLERK_ID, clerkId))[0] ?? null;
  }

  /** As it is once everybody who is changing it has ended; it stays so until the open transaction ends. */
  async lock(organizationId: string, userId: string): Promise<Membership | null> {
    return (await this.unitOfWork.lookUp(LOCK, organizationId, userId))[0] ?? null;
  }

  /** The same by Clerk's id: null where the row has become another membership of the same person meanwhile. */
  async lockByClerkId(clerkId: string): Promise<Membership | null> {
    return this.rows().findOne({ where: { clerkId }, lock: { mode: 'pessimistic_write' } });
  }

  async lockOfUser(userId: string): Promise<Membership[]> {
    return this.rows().find({
      where: { userId },
      order: { organizationId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** @param after the last user id of the page before */
  async listMembers(scope: OrganizationScope, after: string | null, limit: number): Promise<MemberRow[]> {
    const query = this.members(scope)
      .andWhere('person.deleted_at is null')
      .orderBy('membership.user_id')
      .take(limit);
    if (after !== null) query.andWhere('membership.user_id > :after', { after });
    return (await query.getMany()).map(memberRowOf);
  }

  async findMember(scope: OrganizationScope, userId: string): Promise<MemberRow | null> {
    const row = await this.members(scope).andWhere('membership.user_id = :userId', { userId }).getOne();
    return row === null ? null : memberRowOf(row);
  }

  /** Memberships of the people whose first address this is, or who have proved that it is theirs. */
  async listByEmail(organizationId: string, emailAddress: string): Promise<Membership[]> {
    return this.rows()
      .createQueryBuilder('membership')
      .innerJoin('users', 'person', 'person.id = membership.user_id')
      .where('membership.organization_id = :organizationId', { organizationId })
      .andWhere(
        `person.deleted_at is null and (person.email_address = :emailAddress or exists
           (select from user_email_addresses address where address.user_id = person.id and address.verified
              and address.email_address = :emailAddress))`,
        { emailAddress },
      )
      .getMany();
  }

  /** Our ids of those who are members, by the id they are named with: ours or Clerk's. */
  async listByReferences(
    scope: OrganizationScope,
    people: readonly Reference[],
  ): Promise<Map<string, string>> {
    const ids = people.flatMap((person) => (person.kind === 'id' ? [person.id] : []));
    const clerkIds = people.flatMap((person) => (person.kind === 'clerk' ? [person.clerkId] : []));
    const rows = await this.unitOfWork.manager().query<{ id: string; clerk_id: string | null }[]>(
      `select person.id, person.clerk_id from users person
       join memberships m on m.user_id = person.id and m.organization_id = $1
       where person.id = any ($2) or person.clerk_id = any ($3)`,
      [scope.organizationId, ids, clerkIds],
    );
    return new Map(
      rows.flatMap(({ id, clerk_id: clerkId }) =>
        clerkId === null ? [[id, id] as const] : [[id, id] as const, [clerkId, id] as const],
      ),
    );
  }

  /** Every grant that a member holds in the organization, by groups too, whether it has begun or not. Null: on the organization. */
  async listGrantsOf(
    organizationId: string,
    userId: string,
  ): Promise<{ role: string; propertyId: string | null }[]> {
    return this.unitOfWork.manager().query(
      `select role, property_id as "propertyId" from property_grants where organization_id = $1 and user_id = $2
       union all select role, null from organization_grants where organization_id = $1 and user_id = $2
       union all select role, property_id from app.grants_by_groups_of(array[$2]::uuid[], array[$1]::uuid[])`,
      [organizationId, userId],
    );
  }

  /** Whether somebody else owns the organization and can act; ask under a lock on it. */
  async hasOtherOwner(organizationId: string, userId: string): Promise<boolean> {
    const others = await this.unitOfWork.manager().query<unknown[]>(
      `select from memberships m join users u on u.id = m.user_id and u.can_act
        where m.organization_id = $1 and m.role = $2 and m.user_id <> $3 limit 1`,
      [organizationId, OWNER_ROLE, userId],
    );
    return others.length > 0;
  }

  async insert(membership: Membership): Promise<void> {
    await this.unitOfWork.gather(this.insertEach, membership);
  }

  private readonly insertEach = (memberships: readonly Membership[]): Promise<void> =>
    this.insertAll(memberships);

  /**
   * New rows for those memberships of Clerk's whose person and organization live here and are no members yet, and on whose
   * organization neither an invitation here nor a lost owner bears.
   */
  async placesOf(told: readonly ClerkMembership[]): Promise<Membership[]> {
    if (told.length === 0) return [];
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string; organizationId: string; userId: string }[]>(
        `select told.id, o.id as "organizationId", u.id as "userId"
         from unnest($1::text[], $2::text[], $3::text[]) as told (id, organization_id, user_id)
         join organizations o on o.clerk_id = told.organization_id and o.status <> 'deleted'
         join users u on u.clerk_id = told.user_id and u.deleted_at is null
        where not (select exists (select from memberships m where m.organization_id = o.id and m.user_id = u.id))
          and not (select exists (select from invitations i where i.organization_id = o.id))
          and not (select exists (select from ownerless_organizations l where l.organization_id = o.id))`,
        [
          told.map(({ id }) => id),
          told.map(({ organization }) => organization.id),
          told.map(({ userId }) => userId),
        ],
      );
    const places = new Map(rows.map((row) => [row.id, row]));
    return told.flatMap((membership) => {
      const place = places.get(membership.id);
      if (place === undefined) return [];
      return {
        organizationId: place.organizationId,
        userId: place.userId,
        clerkId: membership.id,
        role: membership.role,
        pendingRole: null,
        fence: 0,
        invitationId: null,
        createdAt: membership.createdAt,
        updatedAt: membership.updatedAt,
        sourceUpdatedAt: membership.updatedAt,
        sourceEventAt: null,
      };
    });
  }

  async insertAll(memberships: readonly Membership[]): Promise<void> {
    if (memberships.length === 0) return;
    await this.unitOfWork.manager().query(INSERT_MANY, [jsonText(memberships)]);
  }

  async update(
    organizationId: string,
    userId: string,
    change: Partial<Omit<Membership, 'organizationId' | 'userId'>>,
  ): Promise<void> {
    const result = await this.rows().update({ organizationId, userId }, change);
    exactlyOne(result.affected, 'update of a membership');
  }

  /** Brings a row to another state that Clerk told of. */
  async mirror(key: MembershipKey, state: MirroredMembership): Promise<void> {
    await this.unitOfWork.gather(this.mirrorEach, { ...key, ...state });
  }

  private readonly mirrorEach = async (
    rows: readonly (MembershipKey & MirroredMembership)[],
  ): Promise<void> => {
    const [, count] = await this.unitOfWork
      .manager()
      .query<[unknown[], number]>(MIRROR_MANY, [jsonText(rows)]);
    if (count !== rows.length) throw new Error(`updates of memberships: ${rows.length} asked, ${count} done`);
  };

  /**
   * Lowers a role here, before Clerk is told. It counts as of now, so that an older event cannot give it back, and stays
   * pending until Clerk has confirmed it, so that a newer one cannot either. Whoever is asking Clerk for another role at
   * this moment finds the fence moved. The row is locked.
   */
  async lowerRole({ organizationId, userId, fence }: Membership, role: string, now: Date): Promise<void> {
    await this.update(organizationId, userId, {
      role,
      pendingRole: role,
      fence: fence + 1,
      updatedAt: now,
      sourceUpdatedAt: now,
    });
  }

  /** Grants on properties go with it (foreign key). */
  async delete(organizationId: string, userId: string): Promise<void> {
    const result = await this.rows().delete({ organizationId, userId });
    exactlyOne(result.affected, 'deletion of a membership');
  }

  private members({ organizationId }: OrganizationScope) {
    return joinUser(this.rows().createQueryBuilder('membership')).where(
      'membership.organization_id = :organizationId',
      { organizationId },
    );
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(Membership);
  }
}

// One parameter for any number of rows: an ORM's statement with one for each value takes longer to make than to run.
const INSERT_MANY = `
  insert into memberships (organization_id, user_id, clerk_id, role, pending_role, fence, invitation_id, created_at,
                           updated_at, source_updated_at, source_event_at)
  select * from jsonb_to_recordset($1::jsonb) as membership (
    "organizationId" uuid, "userId" uuid, "clerkId" text, role text, "pendingRole" text, fence integer,
    "invitationId" uuid, "createdAt" timestamptz, "updatedAt" timestamptz, "sourceUpdatedAt" timestamptz,
    "sourceEventAt" timestamptz)`;

type MembershipKey = Pick<Membership, 'organizationId' | 'userId'>;

/** What of a row follows Clerk. */
type MirroredMembership = Pick<
  Membership,
  'pendingRole' | 'clerkId' | 'role' | 'createdAt' | 'updatedAt' | 'sourceUpdatedAt' | 'sourceEventAt'
>;

const MIRROR_MANY = `
  update memberships set pending_role = told."pendingRole", clerk_id = told."clerkId", role = told.role,
         created_at = told."createdAt", updated_at = told."updatedAt", source_updated_at = told."sourceUpdatedAt",
         source_event_at = told."sourceEventAt"
    from jsonb_to_recordset($1::jsonb) as told (
      "organizationId" uuid, "userId" uuid, "pendingRole" text, "clerkId" text, role text, "createdAt" timestamptz,
      "updatedAt" timestamptz, "sourceUpdatedAt" timestamptz, "sourceEventAt" timestamptz)
   where organization_id = told."organizationId" and user_id = told."userId"`;

function memberRowOf({ user, ...membership }: Membership & { user: User }): MemberRow {
  return { membership, user };
}
