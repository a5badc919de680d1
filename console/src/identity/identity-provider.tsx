import { createContext, type ReactNode, use, useContext, useSyncExternalStore } from 'react';
import type { Identity } from './identity';

const IdentityContext = createContext<Identity | null>(null);

/** Waits until it is known who is signed in. */
export function IdentityProvider({
  identity,
  children,
}: {
  readonly identity: Promise<Identity>;
  readonly children: ReactNode;
}) {
  return <IdentityContext value={use(identity)}>{children}</IdentityContext>;
}

/** Who is signed in; draws again when that changes. */
export function useIdentity(): Identity {
  const identity = useContext(IdentityContext);
  if (identity === null) throw new Error('there is no IdentityProvider around this');
  useSyncExternalStore(identity.subscribe, () => identity.isSignedIn);
  return identity;
}
