import { instanceLimitOf } from '#libs/clerk';
import type { ReadableSettings } from '#settings';
import { type CheckResult, fail, ok, warn } from './check.js';

const NAME = 'rate limits';

/** Whether the limits can do what they are for: ours for callers, Clerk's for us. */
export function checkRateLimits({
  rateLimit,
  clerk,
  isProduction,
  trustedProxies,
}: ReadableSettings): CheckResult[] {
  const results: CheckResult[] = [];
  if (rateLimit !== undefined && rateLimit.perAddress < rateLimit.perUser)
    results.push(
      fail(
        NAME,
        'RATE_LIMIT_PER_ADDRESS is below RATE_LIMIT_PER_USER, which nobody could ever reach',
        'Give an address at least what one person may have; an office shares one.',
      ),
    );
  if (rateLimit?.enabled === false)
    results.push(warn(NAME, 'are switched off', 'Set RATE_LIMIT_ENABLED=true before others can reach this.'));
  const documented = instanceLimitOf(clerk?.secretKey ?? '', clerk?.apiUrl ?? 'https://api.clerk.com');
  if ((clerk?.rateLimit ?? 0) > documented)
    results.push(
      warn(
        NAME,
        `CLERK_RATE_LIMIT is above the ${documented} requests in ten seconds that Clerk documents for these keys`,
        'Leave it so only where Clerk has raised yours.',
      ),
    );
  if (isProduction && trustedProxies?.length === 0)
    results.push(
      warn(
        NAME,
        'TRUSTED_PROXIES is empty: behind a proxy all callers would share the limit of its one address',
        'Name the addresses of your proxies, unless callers reach this service directly.',
      ),
    );
  return results.length > 0 ? results : [ok(NAME, 'hold for addresses, for people and towards Clerk')];
}
