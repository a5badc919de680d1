import { digestOf } from '../e2e/accounts/accounts-world.js';
import { AuthBrowser, loadOldAccounts } from '../e2e/accounts/sign-in-world.js';
import type { DemoWorld } from '../support/demo-world.js';
import { ORIGIN } from '../support/service-variables.js';

/** Somebody at Clerk who signs in by this service while something fails. */
export const SIGNER = 'signer@outage.test';
export const PASSWORD = 'correct horse battery staple';

/** Browsers that were signed in before a fault begins, and somebody who never was. */
export interface SignInsOfFault {
  /** Of an account of the older system. */
  readonly oldEmail: string;
  readonly stays: AuthBrowser;
  readonly leaves: AuthBrowser;
  /** Clerk's id of its session. */
  readonly leavesSession: string;
}

/** Signs in for each of the faults, by its name. */
export async function signInsFor(
  world: DemoWorld,
  faults: readonly string[],
): Promise<ReadonlyMap<string, SignInsOfFault>> {
  const response = await fetch(`${world.clerk.url}/v1/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.clerk.secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email_address: [SIGNER], password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`nobody to sign in: ${await response.text()}`);
  await world.settled();
  const digest = await digestOf(PASSWORD);
  const old = faults.map((fault) => ({
    id: `old-${fault}`,
    email: `old-${fault.toLowerCase().replaceAll('.', '-')}@outage.test`,
    digest,
  }));
  await loadOldAccounts(world, old);
  const signIns = new Map<string, SignInsOfFault>();
  for (const [index, fault] of faults.entries()) {
    const [stays, leaves] = [browserAt(world.url, index), browserAt(world.url, index)];
    await signedIn(stays);
    const leavesSession = await signedIn(leaves);
    signIns.set(fault, { oldEmail: old[index]!.email, stays, leaves, leavesSession });
  }
  return signIns;
}

/** @param visitor each has an address of its own, so that one does not use up the attempts of another */
export function browserAt(url: string, visitor: number): AuthBrowser {
  return new AuthBrowser(url, ORIGIN, { 'x-forwarded-for': `198.51.100.${visitor + 1}` });
}

async function signedIn(browser: AuthBrowser): Promise<string> {
  const { status, body } = await browser.signIn(SIGNER, PASSWORD);
  if (status !== 200) throw new Error(`not signed in: ${status} ${JSON.stringify(body)}`);
  return (body['session'] as { sessionId: string }).sessionId;
}
