import { createClerkClient, type ClerkClient } from '@clerk/backend';
import { generateSigningKeys, type ClerkEmulator } from '@tenantry/clerk-emulator';

/** One pair for a whole file: making RSA keys is the slow part of a start. */
export const TEST_KEYS = generateSigningKeys();

/** The unmodified SDK against an emulator. */
export function sdkFor(clerk: ClerkEmulator): ClerkClient {
  return createClerkClient({
    secretKey: clerk.secretKey,
    publishableKey: clerk.publishableKey,
    apiUrl: clerk.url,
    telemetry: { disabled: true },
  });
}

/** Parsed JSON, on whose shape a spec asserts at run time. */
export type Json = ReturnType<typeof JSON.parse>;

/** A JSON request to the emulator; with its secret key unless told otherwise. */
export async function request(
  clerk: ClerkEmulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Json }> {
  const response = await fetch(`${clerk.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${clerk.secretKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type') === 'application/json';
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}
