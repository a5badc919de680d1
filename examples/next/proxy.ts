import { clerkMiddleware } from '@clerk/nextjs/server';
import type { NextFetchEvent, NextRequest } from 'next/server';
import { isLocalClerk } from './local-clerk/frontend-api';
import { addLocalToken } from './local-clerk/session';

const clerk = clerkMiddleware({ jwtKey: process.env.CLERK_JWT_KEY });

/** Finds out who asks, before each page and each server action; `auth()` tells it there. */
export default async function proxy(request: NextRequest, event: NextFetchEvent) {
  // With Clerk itself this line goes: its script in the browser keeps a fresh token in a cookie.
  if (isLocalClerk) await addLocalToken(request);
  return clerk(request, event);
}

export const config = { matcher: ['/((?!_next/|favicon.ico).*)'] };
