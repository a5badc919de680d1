import { createPublicKey } from 'node:crypto';
import { fail, ok, type CheckResult, type Settings } from './check.js';
import { checkClock } from './clock.check.js';

const TIMEOUT_MS = 10_000;
/** HTTP dates are whole seconds. */
const DATE_PRECISION_MS = 1_000;

/** Does Clerk answer, take the secret key, and sign with the key that we believe? */
export async function checkClerk(settings: Settings): Promise<CheckResult[]> {
  const apiUrl = settings['CLERK_API_URL']?.trim() || 'https://api.clerk.com';
  const secretKey = String(settings['CLERK_SECRET_KEY']).trim();
  let response: Response | undefined;
  const ask = async (): Promise<number> => {
    response = await fetch(`${apiUrl}/v1/jwks`, {
      headers: { authorization: `Bearer ${secretKey}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return Date.parse(response.headers.get('date') ?? '') + DATE_PRECISION_MS / 2;
  };
  let clock: CheckResult;
  try {
    clock = await checkClock('clock of Clerk', ask, DATE_PRECISION_MS / 2);
  } catch {
    return [
      fail(
        'clerk',
        'the Backend API does not answer',
        'Check CLERK_API_URL and the way out of this network.',
      ),
    ];
  }
  if (response?.status === 401 || response?.status === 403) {
    return [
      fail(
        'clerk',
        'CLERK_SECRET_KEY is refused',
        'Copy the secret key of this instance from the dashboard.',
      ),
    ];
  }
  if (response?.ok !== true) {
    return [
      fail(
        'clerk',
        `the Backend API answered ${response?.status ?? '?'}`,
        'Look at https://status.clerk.com.',
      ),
    ];
  }
  const published: unknown = await response.json().catch(() => undefined);
  return [
    ok('clerk', 'the Backend API answers and takes the secret key'),
    checkKey(settings, published),
    clock,
  ];
}

function checkKey(settings: Settings, published: unknown): CheckResult {
  const keys = (published as { keys?: readonly { n?: string }[] } | undefined)?.keys ?? [];
  const moduli = pemsOf(String(settings['CLERK_JWT_KEY'])).map(
    (pem) => createPublicKey(pem).export({ format: 'jwk' }).n,
  );
  return keys.some(({ n }) => n !== undefined && moduli.includes(n))
    ? ok('token key', 'CLERK_JWT_KEY is a key that this Clerk instance signs with')
    : fail(
        'token key',
        'CLERK_JWT_KEY is of another instance, so every token would be refused',
        'Copy the JWKS public key (PEM) of this instance from the dashboard.',
      );
}

function pemsOf(text: string): string[] {
  const source = text.replaceAll('\\r', '').replaceAll('\\n', '\n');
  return source.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
}
