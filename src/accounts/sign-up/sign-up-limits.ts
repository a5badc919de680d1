import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addressBucket } from '#libs/http';
import { Environment } from '#settings';
import { AttemptCounter } from '../sign-in/attempt-counter.js';
import { signUpErrors } from './sign-up.errors.js';

/** A class room behind one address signs up at once, too. */
const MAX_OF_ADDRESS = 60;
/** Each sends a mail; whose it is nobody has proved yet. */
const MAX_OF_EMAIL = 5;

/** Counts what may cost somebody a mail, over all replicas, whether anything comes of it or not. */
@Injectable()
export class SignUpLimits {
  private readonly counter: AttemptCounter;

  constructor(dataSource: DataSource, environment: Environment) {
    this.counter = new AttemptCounter(dataSource, environment, 'sign-up-attempts');
  }

  /** @throws AppError 429 `too_many_sign_ups` */
  async count(purpose: 'sign-up' | 'password-reset', emailAddress: string, address: string): Promise<void> {
    await this.add(`${purpose}-address`, addressBucket(address), MAX_OF_ADDRESS);
    await this.add(`${purpose}-email`, emailAddress, MAX_OF_EMAIL);
  }

  private async add(kind: string, subject: string, most: number): Promise<void> {
    const { count, headers } = await this.counter.add(kind, subject);
    if (count > most) throw signUpErrors.tooMany({ headers });
  }
}
