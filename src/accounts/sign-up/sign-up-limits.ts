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
import { signUpErrors } from './sign-up.errors.js';

const WINDOW_SECONDS = 15 * 60;
/** A class room behind one address signs up at once, too. */
const MAX_OF_ADDRESS = 60;
/** Each sends a mail; whose it is nobody has proved yet. */
const MAX_OF_EMAIL = 5;

/** Counts what may cost somebody a mail, over all replicas, whether anything comes of it or not. */
@Injectable()
export class SignUpLimits {
  private readonly store: RateLimitStore;
  private readonly key: KeyObject;

  constructor(dataSource: DataSource, environment: Environment) {
    this.store = new PostgresRateLimitStore(poolOf(dataSource), WINDOW_SECONDS);
    this.key = deriveKey(environment.masterKey, 'sign-up-attempts');
  }

  /** @throws AppError 429 `too_many_sign_ups` */
  async count(purpose: 'sign-up' | 'password-reset', emailAddress: string, address: string): Promise<void> {
    await this.add(`${purpose}-address`, addressBucket(address), MAX_OF_ADDRESS);
    await this.add(`${purpose}-email`, emailAddress, MAX_OF_EMAIL);
  }

  private async add(kind: string, subject: string, most: number): Promise<void> {
    const counted = await this.store.add(hiddenSubject(this.key, kind, subject), 1);
    if (counted.consumed <= most) return;
    const seconds = Math.max(1, Math.ceil(counted.msUntilReset / 1_000));
    throw signUpErrors.tooMany({ headers: { 'retry-after': String(seconds) } });
  }
}
