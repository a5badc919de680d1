import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Environment } from '#settings';
import { type User, UserLookupService } from '#users';
import { ACCOUNTS } from '../../accounts.scope.js';
import { ImportLedgerStore } from '../../import/import-ledger.store.js';
import type { PersonToSignIn } from './person-to-sign-in.js';

/** Says who somebody is by what is written down: the person's Clerk id decides which way they sign in, and nothing else. */
@Injectable()
export class SignInPeopleService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly users: UserLookupService,
    private readonly environment: Environment,
  ) {}

  /** @param emailAddress in the one form of `canonicalEmail` */
  find(emailAddress: string): Promise<PersonToSignIn> {
    return this.unitOfWork.run(ACCOUNTS, async () => {
      const account = this.environment.legacyAccountsEnabled
        ? await this.ledger.findByEmail(emailAddress)
        : null;
      if (account?.clerkId != null) return living(await this.users.findByClerkId(account.clerkId));
      // Whoever is at Clerk by another way has their password there, whatever the older system says.
      const proved = await this.users.listByVerifiedEmail(emailAddress);
      if (proved.length > 0) return proved.length === 1 ? living(proved[0] ?? null) : NOBODY;
      const isWaiting = account !== null && ['pending', 'creating', 'failed'].includes(account.state);
      return isWaiting && account.sealedDigest !== null ? { is: 'to be moved', account } : NOBODY;
    });
  }

  /** Somebody whose id is known; nobody, where they may not sign in any more. */
  async findById(userId: string): Promise<PersonToSignIn> {
    return living(await this.unitOfWork.run(ACCOUNTS, () => this.users.findById(userId)));
  }

  /** Whether our person is that user of Clerk, and may sign in. */
  async isSame(userId: string, clerkId: string): Promise<boolean> {
    const user = await this.unitOfWork.run(ACCOUNTS, () => this.users.findById(userId));
    return user?.clerkId === clerkId && living(user).is === 'at Clerk';
  }
}

const NOBODY: PersonToSignIn = { is: 'nobody' };

function living(user: User | null): PersonToSignIn {
  if (user?.clerkId == null || user.banned || user.deletedAt !== null || user.frozenAt !== null)
    return NOBODY;
  return { is: 'at Clerk', userId: user.id, clerkId: user.clerkId };
}
