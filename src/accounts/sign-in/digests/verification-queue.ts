import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { hash } from '@node-rs/argon2';
import type { Hasher } from '../../files/digest.rule.js';
import { isPasswordOf } from './verify-digest.js';

/**
 * Computes digests a few at a time and in order: half of one core for each two there are, so that whatever people try, the
 * other routes keep the rest. Who may wait here is bounded by `SignInTurns`.
 */
@Injectable()
export class VerificationQueue {
  private free = Math.max(1, Math.floor(availableParallelism() / 2));
  private readonly waiting: (() => void)[] = [];
  private nobodys: Promise<string> | undefined;

  /** How many verifications were done, for the figures of tests. */
  done = 0;

  /** Whether this is the password of the digest. */
  verify(hasher: Hasher, digest: string, password: string): Promise<boolean> {
    return this.inTurn(() => isPasswordOf(hasher, digest, password));
  }

  /** The same work for somebody who has no digest here, so that the time tells nothing. */
  async pretend(password: string): Promise<false> {
    // The parameters that OWASP recommends, which most digests of Argon2id have.
    this.nobodys ??= hash(randomBytes(32), { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const digest = await this.nobodys;
    await this.inTurn(() => isPasswordOf('argon2id', digest, password));
    return false;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else {
      await new Promise<void>((begin) => {
        this.waiting.push(begin);
      });
    }
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.done += 1;
      this.handOn(performance.now() - startedAt);
    }
  }

  /** While others wait, a core rests for as long as it worked: half of it stays for whoever does not sign in. */
  private handOn(ms: number): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else setTimeout(next, ms);
  }
}
