import type { ClerkAddress } from '#libs/clerk';
import type { ReadableSettings } from '#settings';
import { type CheckResult, fail, ok } from '../check.js';
import { checkClock } from '../clock.check.js';
import { askClerkOnce, askInstance, type ClerkAnswer, moduliOf } from './clerk-answer.js';
import { checkInstance } from './instance.check.js';
import { checkOrigins } from './origins.check.js';
import { checkRedirectUrls } from './redirect-urls.check.js';
import { checkSignInPages } from './sign-in-pages.check.js';
import { checkFrontendKeys, checkTokenKeys } from './token-keys.check.js';

/** HTTP dates are whole seconds. */
const DATE_PRECISION_MS = 1_000;

/**
 * Whether Clerk answers and takes the secret key, and whether all that is set is of the one instance which that key
 * belongs to. What cannot be read of the settings is left out.
 */
export async function checkClerk(clerk: ReadableSettings['clerk']): Promise<CheckResult[]> {
  const { apiUrl, secretKey } = clerk ?? {};
  if (clerk === undefined || apiUrl === undefined || secretKey === undefined) return [];
  const address: ClerkAddress = { apiUrl, secretKey };
  let keySet: ClerkAnswer | undefined;
  const readClock = async (): Promise<number> => {
    keySet = await askClerkOnce(address, '/jwks');
    return keySet.sentAt + DATE_PRECISION_MS / 2;
  };
  let clock: CheckResult;
  try {
    clock = await checkClock('clock of Clerk', readClock, DATE_PRECISION_MS / 2);
  } catch {
    return [
      fail(
        'clerk',
        'the Backend API does not answer',
        'Check CLERK_API_URL and the way out of this network.',
      ),
    ];
  }
  if (keySet?.status !== 200) return [refusal(keySet?.status)];
  const published = moduliOf(keySet.body);
  const instance = await askInstance(address);
  return [
    ok('clerk', 'the Backend API answers and takes the secret key'),
    checkTokenKeys(clerk.jwtKeys, published),
    await checkFrontendKeys(clerk.issuer, published),
    ...checkInstance(instance, address, clerk),
    ...(await checkOrigins(instance, address, clerk)),
    ...(await checkRedirectUrls(address, clerk.authorizedParties)),
    ...(await checkSignInPages(clerk.issuer, {
      ours: clerk.authorizedParties,
      isLive: secretKey.startsWith('sk_live_'),
    })),
    clock,
  ].filter((result) => result !== undefined);
}

function refusal(status: number | undefined): CheckResult {
  if (status === 401 || status === 403)
    return fail(
      'clerk',
      'CLERK_SECRET_KEY is refused',
      'Copy the secret key of this instance from the dashboard.',
    );
  return fail('clerk', `the Backend API answered ${status ?? '?'}`, 'Look at https://status.clerk.com.');
}
