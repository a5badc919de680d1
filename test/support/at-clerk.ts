import type { ClerkEmulator } from '@tenantry/clerk-emulator';

/** What Clerk answers: the object that was made, changed or deleted. */
export type ClerkAnswer = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * What somebody with the secret key does at Clerk: the Backend API, without the service.
 *
 * @param path below `/v1`
 * @throws Error where Clerk says no
 */
export async function atClerk(
  { url, secretKey }: Pick<ClerkEmulator, 'url' | 'secretKey'>,
  method: string,
  path: string,
  body?: object,
): Promise<ClerkAnswer> {
  const answer = await fetch(`${url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${secretKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as ClerkAnswer;
}
