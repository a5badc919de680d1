import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { exactlyOne, type OrganizationScope, UnitOfWork } from '#libs/database';
import { Invitation } from './invitation.entity.js';

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
   * Open ones that have not run out, newest first.
   *
   * @param propertyId only those to this property; null: all of the organization
   */
  async listOpen(
    scope: OrganizationScope,
    wanted: { propertyId: string | null; before: string | null; limit: number },
  ): Promise<Invitation[]> {
    const query = this.rows()
      .createQueryBuilder('invitation')
      .where('invitation.organization_id = :organizationId', { organizationId: scope.organizationId })
      .andWhere(`invitation.status = 'pending' and invitation.expires_at > now()`)
      .orderBy('invitation.id', 'DESC')
      .take(wanted.limit);
    if (wanted.propertyId !== null) {
      query.andWhere('invitation.property_id = :propertyId', { propertyId: wanted.propertyId });
    }
    if (wanted.before !== null) query.andWhere('invitation.id < :before', { before: wanted.before });
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
  async lockBehind(
    organizationId: string,
    clerkId: string,
    tenantryId: string | null,
  ): Promise<Invitation[]> {
    return this.rows()
      .createQueryBuilder('invitation')
      .setLock('pessimistic_write')
      .where('invitation.organization_id = :organizationId', { organizationId })
      .andWhere('(invitation.clerk_id = :clerkId or invitation.id::text = :tenantryId)', {
        clerkId,
        tenantryId,
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
    wanted: { emailAddresses: readonly string[]; tenantryId: string | null; clerkUserId: string },
    isLocked: boolean,
  ): Promise<Invitation[]> {
    const query = this.rows()
      .createQueryBuilder('invitation')
      .where('invitation.organization_id = :organizationId', { organizationId })
      .andWhere(
        `(invitation.email_address = any (:emailAddresses) or invitation.id::text = :tenantryId
          or invitation.accepted_in_clerk_by = :clerkUserId
          or invitation.clerk_id in (select named.clerk_id from invitations named
               where named.organization_id = :organizationId and named.id::text = :tenantryId))`,
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

  /** Accepted at Clerk, but the member or the verified address was not known here yet. */
  async listAwaitingPerson(emailAddresses: readonly string[]): Promise<Invitation[]> {
    if (emailAddresses.length === 0) return [];
    return this.rows()
      .createQueryBuilder('invitation')
      .where(`invitation.status = 'pending' and invitation.accepted_in_clerk_at is not null`)
      .andWhere('invitation.email_address = any (:emailAddresses)', { emailAddresses: [...emailAddresses] })
      .orderBy('invitation.id')
      .getMany();
  }

  async insert(invitation: Invitation): Promise<void> {
    await this.rows().insert(invitation);
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
