import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { ServiceAccountKey } from './service-account-key.entity.js';

/** A use of a key that is written down later. */
export interface KeyUse {
  readonly organizationId: string;
  readonly keyId: string;
}

/** Rows of `service_account_keys`; the organization comes from the scope. */
@Injectable()
export class ServiceAccountKeysStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** In the order in which they were made. */
  async list(
    { organizationId }: OrganizationScope,
    accountIds: readonly string[],
  ): Promise<ServiceAccountKey[]> {
    return this.rows().find({ where: { organizationId, accountId: In(accountIds) }, order: { id: 'ASC' } });
  }

  async lock(
    { organizationId }: OrganizationScope,
    accountId: string,
    id: string,
  ): Promise<ServiceAccountKey | null> {
    return this.rows()
      .createQueryBuilder('key')
      .setLock('pessimistic_write')
      .where({ organizationId, accountId, id })
      .getOne();
  }

  async insert(key: ServiceAccountKey): Promise<void> {
    await this.rows().insert(key);
  }

  async delete({ organizationId, id }: ServiceAccountKey): Promise<void> {
    await this.rows().delete({ organizationId, id });
  }

  async endAt({ organizationId, id }: ServiceAccountKey, revokedAt: Date): Promise<void> {
    await this.rows().update({ organizationId, id }, { revokedAt });
  }

  /** Writes that these were used by now; for each at most once a minute. In the system's scope. */
  async markUsed(uses: readonly KeyUse[]): Promise<void> {
    await this.unitOfWork.manager().query(
      `update service_account_keys key set last_used_at = now()
         from unnest($1::uuid[], $2::uuid[]) as used(organization_id, id)
        where key.organization_id = used.organization_id and key.id = used.id
          and (key.last_used_at is null or key.last_used_at < now() - interval '1 minute')`,
      [uses.map(({ organizationId }) => organizationId), uses.map(({ keyId }) => keyId)],
    );
  }

  /** The same of keys of the platform, by their ids. */
  async markUsedOfPlatform(keyIds: readonly string[]): Promise<void> {
    if (keyIds.length === 0) return;
    await this.unitOfWork.manager().query(
      `update platform_account_keys set last_used_at = now()
        where id = any ($1::uuid[]) and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [keyIds],
    );
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(ServiceAccountKey);
  }
}
