import { auth } from '@clerk/nextjs/server';
import { createTenantry, UnauthenticatedError } from '@tenantry/client';
import { redirect } from 'next/navigation';

/** Tenantry in the name of whoever sent this request; whoever is signed out is led to the sign-in. */
export async function tenantry() {
  const { userId, getToken } = await auth();
  if (userId === null) redirect('/sign-in');
  const baseUrl = process.env.TENANTRY_URL ?? 'http://127.0.0.1:3000';
  return createTenantry({ baseUrl, token: () => getToken() });
}

/** Leads to the sign-in where Tenantry takes the token no more: the session was revoked, or the person deleted. */
export function signInAgain(error: unknown): void {
  if (error instanceof UnauthenticatedError) redirect('/sign-in');
}
