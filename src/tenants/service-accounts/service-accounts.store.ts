import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { type AccountsScope, propertyIdOf, withinScope } from './accounts-scope.js';
import { ServiceAccountGrant } from './service-account-grant.entity.js';
import { ServiceAccount } from './service-account.entity.js';

/** Rows of `service_accounts` and `service_account_grants`; the organization always comes from the scope. */
@Injectable()
export class ServiceAccountsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: AccountsScope, id: string): Promise<ServiceAccount | null> {
    return this.accounts().findOneBy({ ...withinScope(scope), id });
  }

  /** Held until the transaction ends: nobody adds to it or deletes it meanwhile. */
  async lock(scope: AccountsScope, id: string): Promise<ServiceAccount | null> {
    return this.accounts()
      .createQueryBuilder('account')
      .setLock('pessimistic_write')
      .where({ ...withinScope(scope), id })
      .getOne();
  }

  /** Newest first. */
  async list(scope: AccountsScope, before: string | null, limit: number): Promise<ServiceAccount[]> {
    const query = this.accounts()
      .createQueryBuilder('account')
      .where(withinScope(scope))
      .orderBy('account.id', 'DESC')
      .take(limit);
    if (before !== null) query.andWhere('account.id < :before', { before });
    return query.getMany();
  }

  /** How many there are, under a lock until the transaction ends: of many who come at once only as many pass as have room. */
  async countLocked(scope: AccountsScope): Promise<number> {
    const { organizationId } = scope;
    const propertyId = propertyIdOf(scope);
    await this.waitForTurn(`service accounts ${organizationId} ${propertyId ?? ''}`);
    return this.accounts().countBy({
      organizationId,
      propertyId: propertyId ?? IsNull(),
      onBehalfOf: IsNull(),
    });
  }

  /** Agents of one member, newest first, under a lock until the transaction ends. */
  async listAgentsLocked(scope: OrganizationScope, userId: string): Promise<ServiceAccount[]> {
    await this.waitForTurn(`agents ${scope.organizationId} ${userId}`);
    return this.listAgents(scope, userId);
  }

  /** Agents of one member, newest first. */
  async listAgents({ organizationId }: OrganizationScope, userId: string): Promise<ServiceAccount[]> {
    return this.accounts().find({ where: { organizationId, onBehalfOf: userId }, order: { id: 'DESC' } });
  }

  async insert(account: ServiceAccount): Promise<void> {
    await this.accounts().insert(account);
  }

  /** With its grants and keys. @returns whether there was one */
  async delete({ organizationId }: OrganizationScope, id: string): Promise<boolean> {
    const result = await this.accounts().delete({ organizationId, id });
    return result.affected === 1;
  }

  /** In the order in which they were given first. */
  async listGrants(
    { organizationId }: OrganizationScope,
    accountIds: readonly string[],
  ): Promise<ServiceAccountGrant[]> {
    return this.grants().find({ where: { organizationId, accountId: In(accountIds) }, order: { id: 'ASC' } });
  }

  async findGrant(
    { organizationId }: OrganizationScope,
    accountId: string,
    id: string,
  ): Promise<ServiceAccountGrant | null> {
    return this.grants().findOneBy({ organizationId, accountId, id });
  }

  /** Adds a grant, or changes the one of that id. */
  async putGrant(grant: ServiceAccountGrant): Promise<void> {
    await this.grants().upsert(grant, ['organizationId', 'id']);
  }

  async insertGrants(grants: readonly ServiceAccountGrant[]): Promise<void> {
    await this.grants().insert([...grants]);
  }

  /** @returns whether there was one */
  async deleteGrant({ organizationId }: OrganizationScope, accountId: string, id: string): Promise<boolean> {
    const result = await this.grants().delete({ organizationId, accountId, id });
    return result.affected === 1;
  }

  /** One at a time by name, until the transaction ends. */
  private async waitForTurn(name: string): Promise<void> {
    await this.unitOfWork.manager().query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [name]);
  }

  private accounts() {
    return this.unitOfWork.manager().getRepository(ServiceAccount);
  }

  private grants() {
    return this.unitOfWork.manager().getRepository(ServiceAccountGrant);
  }
}
