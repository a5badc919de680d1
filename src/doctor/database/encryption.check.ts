import ipaddr from 'ipaddr.js';
import type { ConnectionSecurity } from '#libs/database';
import { type CheckResult, fail, ok, warn } from '../check.js';

const NAME = 'database encryption';
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
const NOW_DAYS = 3;

/**
 * Whether what goes to the database can be read or changed on its way. Within this machine nothing has to be encrypted;
 * on a private network (RFC 1918, RFC 4193) it should be, beyond it must be.
 */
export function checkEncryption(
  { isEncrypted, isVerified, validUntil, remoteAddress }: ConnectionSecurity,
  nowMs = Date.now(),
): CheckResult {
  if (!isEncrypted) return withoutTls(remoteAddress);
  if (!isVerified)
    return fail(
      NAME,
      'the connection is encrypted, and the certificate is not checked: anybody on the way could be the database',
      'Set sslmode=verify-full in DATABASE_URL, with sslrootcert where the authority is your own.',
    );
  const days = validUntil === undefined ? undefined : Math.floor((validUntil.getTime() - nowMs) / DAY_MS);
  if (days === undefined || days >= SOON_DAYS) return ok(NAME, 'encrypted, and the certificate is checked');
  const left = `the certificate of the database ends in ${days} ${days === 1 ? 'day' : 'days'}`;
  const advice = 'Have it renewed; after its end no connection is made any more.';
  return days <= NOW_DAYS ? fail(NAME, left, advice) : warn(NAME, left, advice);
}

function withoutTls(address: string | undefined): CheckResult {
  const range = address === undefined ? 'loopback' : ipaddr.process(address).range();
  if (range === 'loopback') return ok(NAME, 'not encrypted, and the database is on this machine');
  const advice = 'Set sslmode=verify-full in DATABASE_URL, with sslrootcert where the authority is your own.';
  return range === 'private' || range === 'uniqueLocal' || range === 'linkLocal'
    ? warn(NAME, 'not encrypted; whoever is on this private network can read along', advice)
    : fail(NAME, 'not encrypted, over a public network', advice);
}
