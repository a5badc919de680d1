import { createPublicKey } from 'node:crypto';
import { type CheckResult, fail, ok, warn } from '../check.js';
import { askOnce, moduliOf } from './clerk-answer.js';

/** Whether the keys that tokens are verified with are those that this instance signs with. */
export function checkTokenKeys(
  jwtKeys: readonly string[] | undefined,
  published: readonly string[],
): CheckResult | undefined {
  if (jwtKeys === undefined) return undefined;
  const name = 'token key';
  const ours = jwtKeys.map((pem) => createPublicKey(pem).export({ format: 'jwk' }).n ?? '');
  if (!ours.some((modulus) => published.includes(modulus)))
    return fail(
      name,
      'CLERK_JWT_KEY is of another instance, so every token would be refused',
      'Copy the JWKS public key (PEM) of this instance from the dashboard.',
    );
  if (published.some((modulus) => !ours.includes(modulus)))
    return warn(
      name,
      'Clerk publishes a key that is not in CLERK_JWT_KEY, and tokens signed with it would be refused',
      'Add it (two PEMs one after the other) until the old one is gone from the dashboard.',
    );
  if (ours.some((modulus) => !published.includes(modulus)))
    return warn(
      name,
      'CLERK_JWT_KEY holds a key that Clerk does not publish any more',
      'Take the old PEM out once every token of it has run out, which is a minute later.',
    );
  return ok(name, 'CLERK_JWT_KEY is a key that this Clerk instance signs with');
}

/**
 * Whether the Frontend API that the publishable key names publishes the keys of the instance which the secret key
 * belongs to: its address is the issuer of every token.
 *
 * @param issuer as the publishable key says
 * @param published moduli of the secret key's instance
 */
export async function checkFrontendKeys(
  issuer: string | undefined,
  published: readonly string[],
): Promise<CheckResult | undefined> {
  if (issuer === undefined) return undefined;
  const name = 'publishable key';
  const keySet = await askOnce(`${issuer}/.well-known/jwks.json`).catch(() => undefined);
  const theirs = moduliOf(keySet?.body);
  if (theirs.length === 0)
    return fail(
      name,
      'the Frontend API that CLERK_PUBLISHABLE_KEY names does not answer with its keys',
      'Copy the publishable key from the dashboard; in production its domain needs the DNS records that Clerk asks for.',
    );
  return theirs.some((modulus) => published.includes(modulus))
    ? ok(
        name,
        'CLERK_PUBLISHABLE_KEY names the Frontend API of the same instance, whose address is the issuer',
      )
    : fail(
        name,
        'CLERK_PUBLISHABLE_KEY is of another instance than CLERK_SECRET_KEY, so every token would be refused by its issuer',
        'Copy both keys from the same page of the dashboard.',
      );
}
