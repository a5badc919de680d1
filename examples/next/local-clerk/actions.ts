'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { endSession, isLocalClerk, signIn, SignInRefused } from './frontend-api';
import { COOKIE, fromCookie, toCookie } from './session';

/** Signs in at the local Clerk and opens the first page; answers the sentence of a refusal. */
export async function signInLocally(_before: string | null, form: FormData): Promise<string | null> {
  if (!isLocalClerk) return null;
  try {
    const session = await signIn(String(form.get('email')), String(form.get('code')));
    (await cookies()).set(COOKIE, toCookie(session), { httpOnly: true, sameSite: 'lax', path: '/' });
  } catch (error) {
    if (error instanceof SignInRefused) return error.message;
    throw error;
  }
  redirect('/');
}

/** Ends the session at the local Clerk, and forgets it. */
export async function signOutLocally(): Promise<void> {
  const jar = await cookies();
  const session = fromCookie(jar.get(COOKIE)?.value);
  if (session) await endSession(session);
  jar.delete(COOKIE);
  redirect('/sign-in');
}
