import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { type ClerkAccount, type ClerkAccounts, ClerkRefusedError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';
import { AccountSealService } from '../legacy/account-seal.service.js';
import type { LegacyAccount } from '../legacy/legacy-account.js';
import { AccountLinkerService } from './account-linker.service.js';
import { existingUserStandingOf } from './existing-user.rule.js';
import { untilSettled } from './until-settled.js';
import { usersOfAccounts } from './users-of-accounts.js';

/** What became of one account. `gone`: it was erased meanwhile, and so was what was made for it. */
export type Moved = 'created' | 'matched' | 'failed' | 'gone';

export interface MoveOptions {
  readonly clerk: ClerkAccounts;
  readonly actor: Actor;
  readonly bypassClientTrust: boolean;
  /** An earlier try may have made the user: Clerk is asked before anything is made. */
  readonly isUncertain: boolean;
  /** Only until the digest is proved. */
  readonly keepsSecrets?: boolean;
  /** The password itself, where somebody just proved it: Clerk is given that, and no digest. */
  readonly provenPassword?: string;
  /** Default 12. */
  readonly tries?: number;
  /** Clerk is not waited for any longer than that, whatever it asks for. */
  readonly longestWaitMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Is run in the transaction that notes the user. */
  readonly onLinked?: (accountId: string) => Promise<void>;
}

/** Makes the user of one account at Clerk, once, however many answers are lost on the way. */
@Injectable()
export class AccountMoverService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly seal: AccountSealService,
    private readonly linker: AccountLinkerService,
  ) {}

  /**
   * @param account in the state `creating`, which is committed
   * @throws AppError `clerk_user_quota_exceeded`, ClerkUnavailableError after the last try, ClerkRefusedError where the key
   *   is refused; the account stays in `creating` and goes on with the next run
   */
  async move(account: LegacyAccount, options: MoveOptions): Promise<Moved> {
    return untilSettled(options, async (mayExist) => {
      const settled = mayExist ? await this.settleExisting(account, options) : null;
      return settled ?? this.create(account, options);
    });
  }

  private async create(account: LegacyAccount, options: MoveOptions): Promise<Moved> {
    const { clerk, bypassClientTrust } = options;
    const { sealedDigest, sealedTotpSecret, sealedFurther } = account;
    const sealed = { digest: sealedDigest, totpSecret: sealedTotpSecret, further: sealedFurther };
    const { digest, totpSecret, further } = await this.unitOfWork.run(ACCOUNTS, () =>
      this.seal.open(account.id, sealed),
    );
    try {
      const user = await clerk.create({
        externalId: account.legacyId,
        mark: account.id,
        emailAddresses: [
          { value: account.emailAddress, isVerified: account.emailVerified },
          ...(further?.emailAddresses ?? []),
        ],
        phoneNumbers: further?.phoneNumbers ?? [],
        backupCodes: further?.backupCodes ?? [],
        firstName: account.firstName,
        lastName: account.lastName,
        username: account.username,
        createdAt: account.createdAt,
        password: passwordOf(account, digest, options.provenPassword),
        totpSecret,
        bypassClientTrust,
      });
      return await this.created(account, user, options);
    } catch (error) {
      if (!(error instanceof ClerkRefusedError)) throw error;
      if (error.has('form_identifier_exists'))
        return (
          (await this.settleExisting(account, options)) ?? this.fail(account, 'identifier_taken', options)
        );
      if (error.has('user_quota_exceeded')) throw accountsErrors.instanceFull({ cause: error });
      // What is refused for the key is refused for everybody.
      if (error.status === 401 || error.status === 403) throw error;
      return this.fail(account, error.codes[0] ?? `clerk_${error.status}`, options);
    }
  }

  /** @returns null where nobody at Clerk is, or is in the way of, the account */
  private async settleExisting(account: LegacyAccount, options: MoveOptions): Promise<Moved | null> {
    const { clerk, actor, onLinked } = options;
    const standing = existingUserStandingOf(account, await usersOfAccounts([account], clerk));
    if (standing === null) return null;
    if (standing.is === 'in the way') return this.fail(account, standing.why, options);
    if (standing.is === 'created') return this.created(account, standing.user, options);
    return (await this.linker.link(account, 'matched', standing.user, actor, { onLinked }))
      ? 'matched'
      : 'gone';
  }

  private async created(account: LegacyAccount, user: ClerkAccount, options: MoveOptions): Promise<Moved> {
    const { clerk, actor, keepsSecrets = false, onLinked } = options;
    if (await this.linker.link(account, 'created', user, actor, { keepsSecrets, onLinked })) return 'created';
    // Two processes may settle one account; only what belongs to no account any more is taken away again.
    if (!(await this.linker.isLinkedTo(account, user.id))) await clerk.delete(user.id);
    return 'gone';
  }

  private async fail(account: LegacyAccount, why: string, { actor }: MoveOptions): Promise<Moved> {
    await this.linker.unlink(account, 'failed', why, actor);
    return 'failed';
  }
}

function passwordOf({ hasher }: LegacyAccount, digest: string | null, proven: string | undefined) {
  if (proven !== undefined) return { proven };
  return digest === null || hasher === null ? null : { digest, hasher };
}
