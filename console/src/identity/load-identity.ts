import type { Config } from '../app/config';
import type { Identity } from './identity';

/** Finds out who is signed in. Only what this kind of Clerk needs is loaded. */
export async function loadIdentity(config: Promise<Config>): Promise<Identity> {
  const { clerk } = await config;
  if (clerk.isLocal) {
    const { LocalIdentity } = await import('./local-identity');
    return new LocalIdentity(clerk.frontendApi).load();
  }
  const { ClerkIdentity } = await import('./clerk-identity');
  return new ClerkIdentity(clerk).load();
}
