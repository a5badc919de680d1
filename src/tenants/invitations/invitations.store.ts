import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { exactlyOne, type OrganizationScope, TableStatements, UnitOfWork } from '#libs/database';
import { Invitation, type InvitationStatus } from './invitation.entity.js';

const AWAITING_PERSON = new TableStatements(Invitation).selectWhere(
  `status = 'pending' and accepted_in_clerk_at is not null and email_address = any ((select $1::text[])::text[]) order by id`,
);

/** Rows of `invitations`; every method names the organization. */
@Injectable()
export class InvitationsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(organizationId: string, id: string): Promise<Invitation | null> {
    return this.rows().findOneBy({ organizationId, id });
  }

  async lock(organizationId: string, id: string): Promise<Invitation | null> {
    return this.rows()
      .createQueryBuilder('invitation')
      .setLock('pessimistic_write')
      .where({ organizationId, id })
      .getOne();
  }

  /**
   * Newest first.
   *
   * @param propertyId only those to this property; null: all of the organization
   * @param status `pending`: open ones that have not run out; null: all
   * @param batchId only those of one request for many; null: all
   */
  async list(
    scope: OrganizationScope,
    wanted: {
      propertyId: string | null;
      status: InvitationStatus | null;
      batchId: string | null;
      before: string | null;
      limit: number;
    },
  ): Promise<Invitation[]> {
    const query = this.rows()
      .createQueryBuilder('invitation')
      .where('invitation.organization_id = :organizationId', { organizationId: scope.organizationId })
      .orderBy('invitation.id', 'DESC')
      .take(wanted.limit);
    const { propertyId, status, batchId, before } = wanted;
    if (status !== null) query.andWhere('invitation.status = :status', { status });
    if (status === 'pending') query.andWhere('invitation.expires_at > now()');
    if (propertyId !== null) query.andWhere('invitation.property_id = :propertyId', { propertyId });
    if (batchId !== null) query.andWhere('invitation.batch_id = :batchId', { batchId });
    if (before !== null) query.andWhere('invitation.id < :before', { before });
    return query.getMany();
  }

  /** The open invitation to the organization itself, if there is one for the address. */
  async findOpenToOrganization(organizationId: string, emailAddress: string): Promise<Invitation | null> {
    return this.rows().findOneBy({ organizationId, emailAddress, propertyId: IsNull(), status: 'pending' });
  }

  /** Those behind one invitation of Clerk's. */
  async listByClerkId(clerkId: string): Promise<Invitation[]> {
    return this.rows().findBy({ clerkId });
  }

  async listPendingByClerkId(organizationId: string, clerkId: string): Promise<Invitation[]> {
    return this.rows().findBy({ organizationId, clerkId, status: 'pending' });
  }

  /** Those behind one invitation of Clerk's, with the one that it was made for, locked. */
  async lockBehind(organizationId: string, clerkId: string, ownId: string | null): Promise<Invitation[]> {
    return this.rows()
      .createQueryBuilder('invitation')
      .setLock('pessimistic_write')
      .where('invitation.organization_id = :organizationId', { organizationId })
      .andWhere('(invitation.clerk_id = :clerkId or invitation.id::text = :ownId)', {
        clerkId,
        ownId,
      })
      .orderBy('invitation.id')
      .getMany();
  }

  /** Those behind one invitation of Clerk's, locked. */
  async lockByClerkId(organizationId: string, clerkId: string): Promise<Invitation[]> {
    return this.rows().find({
      where: { organizationId, clerkId },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /**
   * Whatever a new membership may have grown out of: invitations to an address of the person, the one that it names with
   * all that stand behind the same one of Clerk's, and what the person is known to have accepted.
   */
  async listForNewcomer(
    organizationId: string,
    wanted: { emailAddresses: readonly string[]; ownId: string | null; clerkUserId: string },
    isLocked: boolean,
  ): Promise<Invitation[]> {
    const query = this.rows()
      .createQueryBuilder('invitation')
      .where('invitation.organization_id = :organizationId', { organizationId })
      .andWhere(
        `(invitation.email_address = any (:emailAddresses) or invitation.id::text = :ownId
          or invitation.accepted_in_clerk_by = :clerkUserId
          or invitation.clerk_id in (select named.clerk_id from invitations named
               where named.organization_id = :organizationId and named.id::text = :ownId))`,
        { ...wanted, emailAddresses: [...wanted.emailAddresses] },
      )
      .orderBy('invitation.id');
    return (isLocked ? query.setLock('pessimistic_write') : query).getMany();
  }

  /** Open ones to an address, in order. */
  async listOpenTo(organizationId: string, emailAddress: string): Promise<Invitation[]> {
    return this.rows().find({
      where: { organizationId, emailAddress, status: 'pending' },
      order: { id: 'ASC' },
    });
  }

  /** Whether somebody is a member by this invitation, or by another one behind the same one of Clerk's. */
  async hasMember({ organizationId, id, clerkId }: Invitation): Promise<boolean> {
    const found = await this.unitOfWork.manager().query<unknown[]>(
      `select from memberships m where m.organization_id = $1 and m.invitation_id in
         (select i.id from invitations i where i.organization_id = $1 and (i.id = $2 or i.clerk_id = $3)) limit 1`,
      [organizationId, id, clerkId],
    );
    return found.length > 0;
  }

  /** Open ones that stand on somebody's right. @param inviterId null: on anybody's; likewise for the organization */
  async listGiven(
    organizationId: string | null,
    inviterId: string | null,
  ): Promise<Pick<Invitation, 'organizationId' | 'id'>[]> {
    return this.unitOfWork.manager().query<Pick<Invitation, 'organizationId' | 'id'>[]>(
      `select organization_id as "organizationId", id from invitations
        where status = 'pending' and ($1::uuid is null or organization_id = $1)
          and (invited_by = $2 or ($2::uuid is null and invited_by is not null)) order by 1, 2`,
      [organizationId, inviterId],
    );
  }

  /** Accepted at Clerk, but the member or the verified address was not known here yet. */
  async listAwaitingPerson(emailAddresses: readonly string[]): Promise<Invitation[]> {
    return emailAddresses.length === 0 ? [] : this.unitOfWork.gather(this.listAwaitingEach, emailAddresses);
  }

  private readonly listAwaitingEach = async (
    people: readonly (readonly string[])[],
  ): Promise<Invitation[][]> => {
    const rows = await this.unitOfWork.query<Invitation>(AWAITING_PERSON, [people.flat()]);
    return people.map((own) => rows.filter(({ emailAddress }) => own.includes(emailAddress)));
  };

  async insert(invitation: Invitation): Promise<void> {
    await this.rows().insert(invitation);
  }

  /** @returns false when another one was opened to the address and place at this moment */
  async insertIfFirst(invitation: Invitation): Promise<boolean> {
    const inserted = await this.rows()
      .createQueryBuilder()
      .insert()
      .values(invitation)
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length > 0;
  }

  async update(
    { organizationId, id }: Pick<Invitation, 'organizationId' | 'id'>,
    change: Partial<Omit<Invitation, 'organizationId' | 'id'>>,
  ): Promise<void> {
    const result = await this.rows().update({ organizationId, id }, change);
    exactlyOne(result.affected, 'update of an invitation');
  }

  /** Closes what has run out for an address, so that it can be invited anew; returns how many. */
  async expireOverdue(organizationId: string, emailAddress: string, now: Date): Promise<number> {
    const result = await this.rows()
      .createQueryBuilder()
      .update()
      .set({ status: 'expired', updatedAt: now })
      .where(`organization_id = :organizationId and email_address = :emailAddress`, {
        organizationId,
        emailAddress,
      })
      .andWhere(`status = 'pending' and accepted_in_clerk_at is null and expires_at <= :now`, { now })
      .execute();
    return result.affected ?? 0;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(Invitation);
  }
}
