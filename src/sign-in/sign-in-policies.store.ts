import { Injectable } from '@nestjs/common';
import { OPEN_POLICY, type SignInPolicy } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { IsNull } from 'typeorm';
import { SignInPolicyRow } from './sign-in-policy-row.entity.js';

/** Rows of `sign_in_policies`, in the open transaction. */
@Injectable()
export class SignInPoliciesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @param organizationId null: the platform's */
  async find(organizationId: string | null): Promise<SignInPolicyRow | null> {
    return this.rows().findOneBy({ organizationId: organizationId ?? IsNull() });
  }

  /** Holds the row until the transaction ends; one that was never there is made, of a policy that is not set. */
  async lock(organizationId: string | null, now: Date): Promise<SignInPolicyRow> {
    await this.rows()
      .createQueryBuilder()
      .insert()
      .values({
        id: newId(),
        organizationId,
        isSet: false,
        ...valuesOf(OPEN_POLICY),
        version: 0,
        updatedAt: now,
      })
      .orIgnore()
      .execute();
    return this.rows()
      .createQueryBuilder('policy')
      .setLock('pessimistic_write')
      .where({ organizationId: organizationId ?? IsNull() })
      .getOneOrFail();
  }

  /** @param policy null: the default holds again */
  async write(row: SignInPolicyRow, policy: SignInPolicy | null, now: Date): Promise<SignInPolicyRow> {
    const changed = {
      isSet: policy !== null,
      ...valuesOf(policy ?? OPEN_POLICY),
      version: row.version + 1,
      updatedAt: now,
    };
    await this.rows().update({ id: row.id }, changed);
    return { ...row, ...changed };
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(SignInPolicyRow);
  }
}

function valuesOf({ allowedNetworks, allowedStrategies, ...policy }: SignInPolicy) {
  return { ...policy, allowedNetworks: [...allowedNetworks], allowedStrategies: [...allowedStrategies] };
}
