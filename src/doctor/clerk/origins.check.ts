import type { ClerkAddress } from '#libs/clerk';
import { isLoopbackHost } from '#libs/config';
import type { ReadableSettings } from '#settings';
import { type CheckResult, fail, ok, warn } from '../check.js';
import { askClerkOnce, fieldOf, originsOf } from './clerk-answer.js';

type ClerkSettings = NonNullable<ReadableSettings['clerk']>;

/**
 * The origins that may call here beside those that Clerk gives tokens to. In production Clerk does so on the instance's
 * own domain and what lies below it, on its satellite domains, and for what is in its list of allowed origins; a
 * development instance takes any origin, so that only a list can speak against one.
 *
 * Source: https://clerk.com/docs, "Authorized parties", "Subdomain allowlist" and "Satellite domains".
 *
 * @param instance what Clerk says of it
 */
export async function checkOrigins(
  instance: unknown,
  address: ClerkAddress,
  clerk: ClerkSettings,
): Promise<CheckResult[]> {
  const ours = clerk.authorizedParties;
  if (ours === undefined || instance === undefined) return [];
  const listed = fieldOf(instance, 'allowed_origins');
  const allowed = originsOf(Array.isArray(listed) ? listed : []);
  const isLive = address.secretKey.startsWith('sk_live_');
  const domains = isLive ? await domainsOf(address, clerk.issuer) : [];
  return [checkParties(ours, { allowed, domains, isLive }), ...checkAllowed(allowed, ours)];
}

/** What Clerk gives tokens to. */
export interface TokenPlaces {
  /** Origins in the list of the instance. */
  readonly allowed: readonly string[];
  /** Domains of the instance; known of a live one only. */
  readonly domains: readonly string[];
  readonly isLive: boolean;
}

/** Whether every authorized party is one that Clerk gives tokens to. */
export function checkParties(
  parties: readonly string[],
  { allowed, domains, isLive }: TokenPlaces,
): CheckResult {
  const name = 'authorized parties';
  const isKnown = (party: string): boolean => {
    const { hostname } = new URL(party);
    if (allowed.includes(party) || (!isLive && isLoopbackHost(hostname))) return true;
    return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  };
  const unknown = parties.filter((party) => !isKnown(party));
  if (unknown.length === 0) return ok(name, `Clerk gives tokens to all ${parties.length} of them`);
  const told = unknown.join(', ');
  return isLive || allowed.length > 0
    ? fail(
        name,
        `CLERK_AUTHORIZED_PARTIES names ${told}, which this Clerk instance gives no token to`,
        'Take it out, or add it at Clerk: a foreign page must not be able to call with a token.',
      )
    : warn(
        name,
        `${told}: this instance has no list of allowed origins to compare with`,
        'See that each of them is a page of yours.',
      );
}

function checkAllowed(allowed: readonly string[], ours: readonly string[]): CheckResult[] {
  if (allowed.length === 0) return [];
  const name = 'allowed origins';
  const refused = allowed.filter((origin) => !ours.includes(origin));
  if (refused.length === 0) return [ok(name, "all of Clerk's are in CLERK_AUTHORIZED_PARTIES")];
  const advice = 'Add what is meant to call here to CLERK_AUTHORIZED_PARTIES, without a trailing slash.';
  return refused.length === allowed.length
    ? [
        fail(
          name,
          `Clerk allows ${refused.join(', ')}, and the tokens of all of them are refused here`,
          advice,
        ),
      ]
    : [warn(name, `Clerk allows ${refused.join(', ')} as well, whose tokens are refused here`, advice)];
}

/** The domain behind the Frontend API (`clerk.<domain>`), and those that the instance lists. */
async function domainsOf(address: ClerkAddress, issuer: string | undefined): Promise<string[]> {
  const own = issuer === undefined ? [] : [new URL(issuer).hostname.replace(/^[^.]+\.(?=[^.]+\.)/, '')];
  const answer = await askClerkOnce(address, '/domains').catch(() => undefined);
  const listed = fieldOf(answer?.body, 'data');
  if (!Array.isArray(listed)) return own;
  return [
    ...own,
    ...listed.map((domain) => fieldOf(domain, 'name')).filter((name) => typeof name === 'string'),
  ];
}
