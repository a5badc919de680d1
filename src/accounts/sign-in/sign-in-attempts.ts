import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addressBucket } from '#libs/http';
import { Environment } from '#settings';
import { AttemptCounter } from './attempt-counter.js';
import { accountSignInErrors } from './sign-in.errors.js';

/** As many as Clerk takes before it locks an account. */
const MAX_OF_ACCOUNT = 10;
/** An office behind one address types wrong, too. */
const MAX_OF_ADDRESS = 100;

/** An attempt that was counted before anything was verified. */
export interface CountedAttempt {
  /** The account had too many: whatever comes is refused, and nothing says so. */
  readonly isLocked: boolean;
  /** It was right, or could not be judged. */
  forgive(): Promise<void>;
}

/**
 * Counts failed sign-ins of all replicas by account and by address, both hidden by a keyed hash. Every attempt counts until
 * it is known to be right, so that of many at once no more are verified than may be.
 */
@Injectable()
export class SignInAttempts {
  private readonly counter: AttemptCounter;

  constructor(dataSource: DataSource, environment: Environment) {
    this.counter = new AttemptCounter(dataSource, environment, 'sign-in-attempts');
  }

  /** @throws AppError 429 `too_many_sign_ins` where the address had too many */
  async begin(emailAddress: string, address: string): Promise<CountedAttempt> {
    const ofAddress = ['sign-in-address', addressBucket(address)] as const;
    const ofAccount = ['sign-in-account', emailAddress] as const;
    const byAddress = await this.counter.add(...ofAddress);
    if (byAddress.count > MAX_OF_ADDRESS)
      throw accountSignInErrors.tooManyAttempts({ headers: byAddress.headers });
    const byAccount = await this.counter.add(...ofAccount);
    return {
      isLocked: byAccount.count > MAX_OF_ACCOUNT,
      forgive: async () => {
        await Promise.all([this.counter.add(...ofAddress, -1), this.counter.add(...ofAccount, -1)]);
      },
    };
  }
}
