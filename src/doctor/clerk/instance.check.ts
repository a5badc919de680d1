import type { ClerkAddress } from '#libs/clerk';
import type { ReadableSettings } from '#settings';
import { type CheckResult, fail, ok, warn } from '../check.js';
import { fieldOf } from './clerk-answer.js';

type ClerkSettings = NonNullable<ReadableSettings['clerk']>;

/**
 * Which instance the secret key belongs to, whether it is the one that is set, and of which kind it is.
 *
 * @param instance what Clerk says of it
 */
export function checkInstance(instance: unknown, address: ClerkAddress, clerk: ClerkSettings): CheckResult[] {
  const id = fieldOf(instance, 'id');
  if (typeof id !== 'string')
    return [
      warn('instance', 'Clerk does not tell its id', 'Compare CLERK_INSTANCE_ID with the dashboard by hand.'),
    ];
  return [checkId(id, clerk.instanceId), ...checkKind(fieldOf(instance, 'environment_type'), address)];
}

function checkId(actual: string, configured: string | undefined): CheckResult {
  if (configured === undefined)
    return warn(
      'instance',
      `${actual}; CLERK_INSTANCE_ID is not set, so webhooks of any instance would be looked at`,
      `Set CLERK_INSTANCE_ID=${actual}.`,
    );
  return actual === configured
    ? ok('instance', `${actual}, as configured`)
    : fail(
        'instance',
        `the secret key belongs to ${actual}, CLERK_INSTANCE_ID says ${configured}`,
        'Take key and id from the same instance; with this pair every webhook would be refused.',
      );
}

/** Keys of production begin with `sk_live_`, all others with `sk_test_`. */
function checkKind(type: unknown, { secretKey }: ClerkAddress): CheckResult[] {
  if (typeof type !== 'string') return [];
  const isLive = secretKey.startsWith('sk_live_');
  if (isLive !== (type === 'production'))
    return [
      fail(
        'grade of keys',
        `the keys are ${isLive ? 'live' : 'test'} keys, and the instance is one of ${type}`,
        'Take the keys of the instance that is meant.',
      ),
    ];
  return [
    ok('grade of keys', isLive ? 'live keys of a production instance' : `test keys of a ${type} instance`),
  ];
}
