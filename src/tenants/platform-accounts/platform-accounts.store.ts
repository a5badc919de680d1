import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { PlatformAccountGrant } from './platform-account-grant.entity.js';
import { PlatformAccountKey } from './platform-account-key.entity.js';
import { PlatformAccount } from './platform-account.entity.js';

/** Rows of `platform_accounts`, `platform_account_grants` and `platform_account_keys`, in the platform's scope. */
@Injectable()
export class PlatformAccountsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(id: string): Promise<PlatformAccount | null> {
    return this.accounts().findOneBy({ id });
  }

  /** Held until the transaction ends: nobody adds to it or deletes it meanwhile. */
  async lock(id: string): Promise<PlatformAccount | null> {
    return this.accounts().createQueryBuilder('account').setLock('pessimistic_write').where({ id }).getOne();
  }

  /** Newest first. */
  async list(before: string | null, limit: number): Promise<PlatformAccount[]> {
    const query = this.accounts().createQueryBuilder('account').orderBy('account.id', 'DESC').take(limit);
    if (before !== null) query.where('account.id < :before', { before });
    return query.getMany();
  }

  /** How many there are, under a lock until the transaction ends: of many who come at once only as many pass as have room. */
  async countLocked(): Promise<number> {
    const name = 'service accounts of the platform';
    await this.unitOfWork.manager().query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [name]);
    return this.accounts().count();
  }

  async insert(account: PlatformAccount): Promise<void> {
    await this.accounts().insert(account);
  }

  /** With its grants and keys. */
  async delete(id: string): Promise<void> {
    await this.accounts().delete({ id });
  }

  /** In the order in which they were given first. */
  async listGrants(accountId: string): Promise<PlatformAccountGrant[]> {
    return this.grants().find({ where: { accountId }, order: { id: 'ASC' } });
  }

  /** Adds a grant, or changes the one of that id. */
  async putGrant(grant: PlatformAccountGrant): Promise<void> {
    await this.grants().upsert(grant, ['id']);
  }

  async deleteGrant(id: string): Promise<void> {
    await this.grants().delete({ id });
  }

  /** In the order in which they were made. */
  async listKeys(accountId: string): Promise<PlatformAccountKey[]> {
    return this.keys().find({ where: { accountId }, order: { id: 'ASC' } });
  }

  async lockKey(accountId: string, id: string): Promise<PlatformAccountKey | null> {
    return this.keys()
      .createQueryBuilder('key')
      .setLock('pessimistic_write')
      .where({ accountId, id })
      .getOne();
  }

  async insertKey(key: PlatformAccountKey): Promise<void> {
    await this.keys().insert(key);
  }

  async endKeyAt(id: string, revokedAt: Date): Promise<void> {
    await this.keys().update({ id }, { revokedAt });
  }

  private accounts() {
    return this.unitOfWork.manager().getRepository(PlatformAccount);
  }

  private grants() {
    return this.unitOfWork.manager().getRepository(PlatformAccountGrant);
  }

  private keys() {
    return this.unitOfWork.manager().getRepository(PlatformAccountKey);
  }
}
