import type { Clock } from '#libs/time';
import type { FastifyReply } from 'fastify';
import { deriveKey } from '../derive-key.js';
import type { AppError } from '../errors/app-error.js';
import { httpErrors } from '../errors/http-errors.js';
import type { HttpSettings } from '../http-settings.js';
import { addressBucket } from '../request/address-bucket.js';
import { hiddenSubject } from './hidden-subject.js';
import { RateLimiter, type RateLimitDecision } from './rate-limiter.js';
import type { RateLimitStore } from './rate-limit-store.js';

/** Both quotas are per minute. */
export const RATE_LIMIT_WINDOW_SECONDS = 60;

/** The limits of the edge: by address before anybody is known, by user after it. */
export class RateLimits {
  private readonly byAddress: RateLimiter;
  private readonly byUser: RateLimiter;
  readonly isEnabled: boolean;

  constructor(settings: HttpSettings, store: RateLimitStore, clock: Clock) {
    const { enabled, perAddress, perUser } = settings.rateLimit;
    const windowSeconds = RATE_LIMIT_WINDOW_SECONDS;
    this.isEnabled = enabled;
    const key = deriveKey(settings.masterKey, 'rate-limit');
    const limiter = (name: string, quota: number) =>
      new RateLimiter({ name, quota, windowSeconds }, store, clock, (subject) =>
        hiddenSubject(key, name, subject),
      );
    this.byAddress = limiter('address', perAddress);
    this.byUser = limiter('user', perUser);
  }

  /** Counts a request of an address; gives the refusal when its quota is used up. */
  async countAddress(address: string, reply: FastifyReply): Promise<AppError | undefined> {
    return this.count(this.byAddress, addressBucket(address), reply);
  }

  /** Counts a request of a signed-in user; gives the refusal when his quota is used up. */
  async countUser(userId: string, reply: FastifyReply): Promise<AppError | undefined> {
    return this.count(this.byUser, userId, reply);
  }

  private async count(
    limiter: RateLimiter,
    subject: string,
    reply: FastifyReply,
  ): Promise<AppError | undefined> {
    if (!this.isEnabled) return undefined;
    const decision = await limiter.consume(subject);
    setHeaders(reply, decision);
    if (decision.isAllowed) return undefined;
    return httpErrors.tooManyRequests({ headers: { 'retry-after': String(decision.resetSeconds) } });
  }
}

/** draft-ietf-httpapi-ratelimit-headers-11: one member per policy that was counted. */
function setHeaders(reply: FastifyReply, { policy, remaining, resetSeconds }: RateLimitDecision): void {
  const add = (name: string, member: string) => {
    const before = reply.getHeader(name);
    void reply.header(name, typeof before === 'string' ? `${before}, ${member}` : member);
  };
  add('ratelimit-policy', `"${policy.name}";q=${policy.quota};w=${policy.windowSeconds}`);
  add('ratelimit', `"${policy.name}";r=${remaining};t=${resetSeconds}`);
}
