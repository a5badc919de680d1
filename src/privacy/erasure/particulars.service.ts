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

/** An invitation to an address of the person that lies at Clerk, by Clerk's ids. */
export interface SentInvitation {
  readonly organization: string;
  readonly invitation: string;
}

export interface KeptParticulars extends Particulars {
  readonly heirs: readonly Heir[];
  readonly invitations: readonly SentInvitation[];
}

/** What an erased person is found by; while the erasure runs it is kept under their own key, which goes last. */
@Injectable()
export class ParticularsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SubjectKeys,
  ) {}

  /** From the rows as they are; null when there is no such person. */
  async collect(userId: string): Promise<KeptParticulars | null> {
    const manager = this.unitOfWork.manager();
    const user = await manager.getRepository(User).findOneBy({ id: userId });
    if (user === null) return null;
    const rows = await manager.getRepository(UserEmailAddress).findBy({ userId });
    const all = [user.emailAddress, ...rows.map(({ emailAddress }) => emailAddress)];
    const addresses = [...new Set(all.filter((address) => address !== null))];
    return {
      userId,
      clerkId: user.clerkId,
      addresses,
      names: [user.firstName, user.lastName].filter((name) => name !== null),
      heirs: [],
      invitations: await this.invitationsTo(userId, addresses),
    };
  }

  async seal(erasureId: string, particulars: KeptParticulars): Promise<string | null> {
    return this.keys.encryptFor(particulars.userId, JSON.stringify(particulars), placeOf(erasureId));
  }

  async open({ id, userId, sealedParticulars }: PrivacyErasure): Promise<KeptParticulars> {
    const text = sealedParticulars === null ? null : await this.keys.decrypt(sealedParticulars, placeOf(id));
    const nothing = { userId, clerkId: null, addresses: [], names: [], heirs: [], invitations: [] };
    return text === null ? nothing : { ...nothing, ...(JSON.parse(text) as Partial<KeptParticulars>) };
  }

  private invitationsTo(userId: string, addresses: readonly string[]): Promise<SentInvitation[]> {
    return this.unitOfWork.manager().query(
      `select distinct o.clerk_id as organization, i.clerk_id as invitation
         from invitations i join organizations o on o.id = i.organization_id
        where i.clerk_id is not null and o.clerk_id is not null
          and (i.email_address = any($1::text[]) or i.accepted_by = $2)`,
      [addresses, userId],
    );
  }
}

function placeOf(erasureId: string): string {
  return `privacy_erasures/${erasureId}/particulars`;
}
