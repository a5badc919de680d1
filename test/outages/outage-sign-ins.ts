import { InvitesService } from '#accounts';
import { digestOf } from '../e2e/accounts/accounts-world.js';
import { AuthBrowser, loadOldAccounts } from '../e2e/accounts/sign-in-world.js';
import { atClerk } from '../support/at-clerk.js';
import type { DemoWorld } from '../support/demo-world.js';
import { ORIGIN } from '../support/service-variables.js';

/** Somebody at Clerk who signs in by this service while something fails. */
export const SIGNER = 'signer@outage.test';
export const PASSWORD = 'correct horse battery staple';
export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Browsers that were signed in before a fault begins, and somebody who never was. */
export interface SignInsOfFault {
  /** Of an account of the older system. */
  readonly oldEmail: string;
  readonly stays: AuthBrowser;
  readonly leaves: AuthBrowser;
  /** Clerk's id of its session. */
  readonly leavesSession: string;
  /** Waits for the second factor of somebody at Clerk. */
  readonly waits: AuthBrowser;
  /** Whose. */
  readonly waitsEmail: string;
  /** Lets in everybody of the table. */
  readonly inviteCode: string;
}

/** Signs in for each of the faults, by its name. */
export async function signInsFor(
  world: DemoWorld,
  faults: readonly string[],
): Promise<ReadonlyMap<string, SignInsOfFault>> {
  const waiting = faults.map((fault) => `waits-${slugOf(fault)}@outage.test`);
  await createAtClerk(world, SIGNER);
  for (const email of waiting) await createAtClerk(world, email, { totp_secret: TOTP_SECRET });
  await world.settled();
  const { code: inviteCode } = await world.app
    .get(InvitesService, { strict: false })
    .create({ uses: 1_000, days: 1 }, { kind: 'system', name: 'accounts' });
  const digest = await digestOf(PASSWORD);
  const old = faults.map((fault) => ({
    id: `old-${fault}`,
    email: `old-${slugOf(fault)}@outage.test`,
    digest,
  }));
  await loadOldAccounts(world, old);
  const signIns = new Map<string, SignInsOfFault>();
  for (const [index, fault] of faults.entries()) {
    const [stays, leaves] = [browserAt(world.url, index), browserAt(world.url, index)];
    await signedIn(stays);
    const leavesSession = await signedIn(leaves);
    const [waits, waitsEmail] = [browserAt(world.url, index), waiting[index]!];
    await waits.signIn(waitsEmail, PASSWORD);
    const oldEmail = old[index]!.email;
    signIns.set(fault, { oldEmail, stays, leaves, leavesSession, waits, waitsEmail, inviteCode });
  }
  return signIns;
}

async function createAtClerk(world: DemoWorld, email: string, fields: object = {}): Promise<void> {
  await atClerk(world.clerk, 'POST', '/users', { email_address: [email], password: PASSWORD, ...fields });
}

/** A fault's name as addresses take it. */
function slugOf(fault: string): string {
  return fault.toLowerCase().replaceAll('.', '-');
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
