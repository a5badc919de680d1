import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { UnitOfWork } from '#libs/database';
import { User, UserEmailAddress } from '#users';
import type { Particulars } from '../registry/sql-of-registry.js';
import type { PrivacyErasure } from './privacy-erasure.entity.js';

/** Who owns an organization from now on, by Clerk's ids. */
export interface Heir {
  readonly organization: string;
  readonly user: string;
}

export interface KeptParticulars extends Particulars {
  readonly heirs: readonly Heir[];
}

/** What an erased person is found by; while the erasure runs it is kept under their own key, which goes last. */
@Injectable()
export class ParticularsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SubjectKeys,
  ) {}

  /** From the rows as they are; null when there is no such person. */
  async collect(userId: string): Promise<Particulars | null> {
    const manager = this.unitOfWork.manager();
    const user = await manager.getRepository(User).findOneBy({ id: userId });
    if (user === null) return null;
    const addresses = await manager.getRepository(UserEmailAddress).findBy({ userId });
    const all = [user.emailAddress, ...addresses.map(({ emailAddress }) => emailAddress)];
    return {
      userId,
      clerkId: user.clerkId,
      addresses: [...new Set(all.filter((address) => address !== null))],
      names: [user.firstName, user.lastName].filter((name) => name !== null),
    };
  }

  async seal(erasureId: string, particulars: KeptParticulars): Promise<string | null> {
    return this.keys.encryptFor(particulars.userId, JSON.stringify(particulars), placeOf(erasureId));
  }

  async open({ id, userId, sealedParticulars }: PrivacyErasure): Promise<KeptParticulars> {
    const text = sealedParticulars === null ? null : await this.keys.decrypt(sealedParticulars, placeOf(id));
    if (text === null) return { userId, clerkId: null, addresses: [], names: [], heirs: [] };
    return JSON.parse(text) as KeptParticulars;
  }
}

function placeOf(erasureId: string): string {
  return `privacy_erasures/${erasureId}/particulars`;
}
