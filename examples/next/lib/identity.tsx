import { ClerkProvider, SignIn, SignOutButton } from '@clerk/nextjs';
import type { ReactNode } from 'react';
import { isLocalClerk } from '../local-clerk/frontend-api';
import { LocalSignIn } from '../local-clerk/local-sign-in';
import { LocalSignOut } from '../local-clerk/local-sign-out';

/*
 * What a person sees of Clerk. Its script comes from Clerk's own host, which the local Clerk is not, so the local one has
 * forms of this example instead. With Clerk itself remove `local-clerk/`, and keep the second half of each line.
 */

export function Identity({ children }: { children: ReactNode }) {
  return isLocalClerk ? children : <ClerkProvider signInUrl="/sign-in">{children}</ClerkProvider>;
}

export function SignInForm() {
  return isLocalClerk ? <LocalSignIn /> : <SignIn routing="hash" forceRedirectUrl="/" />;
}

export function SignOut() {
  return isLocalClerk ? <LocalSignOut /> : <SignOutButton redirectUrl="/sign-in" />;
}
