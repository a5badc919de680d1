import { Injectable } from '@nestjs/common';
import { accountSignInErrors } from './sign-in.errors.js';

/** Each may wait for a verification; the last of them does so for about two seconds. */
const AT_ONCE = 32;
const RETRY_AFTER_SECONDS = '2';

/** How many sign-ins this process works on at once, whoever they are about: the queue of verifications is no longer. */
@Injectable()
export class SignInTurns {
  private running = 0;

  /** @throws AppError 429 `sign_in_busy` */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE)
      throw accountSignInErrors.busy({ headers: { 'retry-after': RETRY_AFTER_SECONDS } });
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
    }
  }
}
