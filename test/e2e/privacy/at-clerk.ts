import type { ClerkEmulator } from '@tenantry/clerk-emulator';

/** What somebody with the secret key does at Clerk: the Backend API, without the service. */
export async function atClerk(
  { url, secretKey }: ClerkEmulator,
  method: string,
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}
