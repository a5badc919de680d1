import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { poolOf } from '#libs/database';
import {
  addressBucket,
  deriveKey,
  hiddenSubject,
  PostgresRateLimitStore,
  type RateLimitStore,
} from '#libs/http';
import { Environment } from '#settings';
import { signInErrors } from './sign-in.errors.js';

const WINDOW_SECONDS = 15 * 60;
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
  private readonly store: RateLimitStore;
  private readonly key: KeyObject;

  constructor(dataSource: DataSource, environment: Environment) {
    this.store = new PostgresRateLimitStore(poolOf(dataSource), WINDOW_SECONDS);
    this.key = deriveKey(environment.masterKey, 'sign-in-attempts');
  }

  /** @throws AppError 429 `too_many_sign_ins` where the address had too many */
  async begin(emailAddress: string, address: string): Promise<CountedAttempt> {
    const ofAddress = hiddenSubject(this.key, 'sign-in-address', addressBucket(address));
    const ofAccount = hiddenSubject(this.key, 'sign-in-account', emailAddress);
    const byAddress = await this.store.add(ofAddress, 1);
    if (byAddress.consumed > MAX_OF_ADDRESS) {
      const seconds = Math.max(1, Math.ceil(byAddress.msUntilReset / 1_000));
      throw signInErrors.tooManyAttempts({ headers: { 'retry-after': String(seconds) } });
    }
    const byAccount = await this.store.add(ofAccount, 1);
    return {
      isLocked: byAccount.consumed > MAX_OF_ACCOUNT,
      forgive: async () => {
        await Promise.all([this.store.add(ofAddress, -1), this.store.add(ofAccount, -1)]);
      },
    };
  }
}
