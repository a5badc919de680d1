import type { NextRequest } from 'next/server';
import { type LocalSession, tokenOf } from './frontend-api';

/** Holds what the cookies of Clerk's script would; no script of the page can read it. */
export const COOKIE = 'local_clerk_session';

export function toCookie({ id, client }: LocalSession): string {
  return `${id}.${client}`;
}

export function fromCookie(value: string | undefined): LocalSession | undefined {
  const [id, client] = value?.split('.') ?? [];
  return id && client ? { id, client } : undefined;
}

/**
 * Puts a fresh token where Clerk's middleware looks for one. Finding nothing at all it would send the browser to Clerk's
 * host to ask for a session there, where the local Clerk has no page for that; a word that is no token means signed out.
 */
export async function addLocalToken(request: NextRequest): Promise<void> {
  const session = fromCookie(request.cookies.get(COOKIE)?.value);
  const token = session && (await tokenOf(session, request.nextUrl.origin));
  request.headers.set('authorization', `Bearer ${token ?? 'none'}`);
}
