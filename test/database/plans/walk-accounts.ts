import { Readable } from 'node:stream';
import {
  ImportRunService,
  ImportService,
  LoadService,
  RetireService,
  type RetirementReport,
  RightsLoadService,
  StatusService,
  UndoService,
} from '#accounts';
import { DocumentSigner } from '#audit';
import type { SignedDocument } from '#libs/audit-chain';
import { newId, UnitOfWork } from '#libs/database';
import { ACCOUNTS } from '../../../src/accounts/accounts.scope.js';
import { ImportLedgerStore } from '../../../src/accounts/import/import-ledger.store.js';
import { RetirementStore } from '../../../src/accounts/retire/retirement.store.js';
import { RightsStore } from '../../../src/accounts/rights/rights.store.js';
import { SignInDaysService } from '../../../src/accounts/retire/sign-in-days.service.js';
import { AccountSessionsService } from '../../../src/accounts/sign-in/sessions/account-sessions.service.js';
import { walkSignUps } from './walk-sign-ups.js';

const ACTOR = { kind: 'system', name: 'cli' } as const;

type Parts = <T>(part: abstract new (...parameters: never[]) => T) => T;

/** Accounts of an older system: loaded, loaded again, imported with their organizations, looked at, taken back. */
export async function walkAccounts(of: Parts): Promise<void> {
  await load(of, 3);
  await of(ImportService).preview({ rate: 1_000 });
  const runs = of(ImportRunService);
  const options = { limit: undefined, rate: 1_000, withoutCanary: true, bypassClientTrust: false };
  const canary = { emailAddress: 'old0@walk.test', password: 'a wrong one' };
  await runs.run({ ...options, canary }, ACTOR).catch(() => undefined);
  const { id } = await runs.run({ ...options, limit: 1, canary: null }, ACTOR);
  await of(UnitOfWork).run(ACCOUNTS, async () => {
    const ledger = of(ImportLedgerStore);
    await ledger.findRun(id);
    const [made] = await ledger.listMadeBy(id, null, 1);
    if (made === undefined) throw new Error('nothing was made');
    await ledger.isLinkedTo(made.id, made.clerkId ?? '');
    const [waiting] = await ledger.listByState('pending', null, 1);
    if (waiting !== undefined) await ledger.unlink(waiting, 'failed', 'walk', new Date());
  });
  await load(of, 3);
  await giveRights(of, 'walked');
  const { rights } = await runs.run({ ...options, canary: null }, ACTOR);
  if (rights?.kinds.grant.created !== 1) throw new Error('the walk gave no grant');
  await giveRights(of, 'walked back');
  const back = await runs.run({ ...options, canary: null }, ACTOR);
  await of(UndoService).undo(back.id, { applies: true, rate: 1_000 }, ACTOR);
  // Of what stays, a grant that goes by itself.
  await giveRights(of, 'walked', { property: 'slope' });
  const other = await runs.run({ ...options, canary: null }, ACTOR);
  await of(UndoService).undo(other.id, { applies: true, rate: 1_000 }, ACTOR);
  await of(SignInDaysService).count('without_clerk_id');
  await of(StatusService).status();
  await of(UnitOfWork).run(ACCOUNTS, async () => {
    const account = await of(ImportLedgerStore).findByEmail('old1@walk.test');
    await of(ImportLedgerStore).claimForSignIn(account?.id ?? newId(), new Date());
    await of(RightsStore).awaits(account?.id ?? newId());
    await of(RightsStore).listReadyFor(account?.id ?? newId(), 'membership', null, 1);
    await of(RightsStore).listReadyFor(account?.id ?? newId(), 'membership', newId(), 1);
  });
  await walkSessions(of);
  await walkSignUps(of);
  await of(RetireService).plan();
  // The walk goes on with what is secret.
  class NotYet extends Error {}
  const retiring = of(UnitOfWork).run(ACCOUNTS, async () => {
    const report = of(DocumentSigner).sign('walk', (await of(RetireService).plan()).report);
    await of(RetirementStore).retire(report as SignedDocument<RetirementReport>, new Date());
    throw new NotYet();
  });
  await retiring.catch((error: unknown) => {
    if (!(error instanceof NotYet)) throw error;
  });
  // One that waits: copies of it are what most accounts are before an import.
  await load(of, 4);
}

async function load(of: Parts, count: number): Promise<void> {
  const digest =
    '$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZSBoYXNoIG9mIHRoaXJ0eS10d28gYnl0ZXMhIQ';
  const records = Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    legacyId: `old-${index}`,
    emailAddress: `old${index}@walk.test`,
    emailVerified: true,
    firstName: null,
    lastName: null,
    username: null,
    createdAt: null,
    digest,
    hasher: undefined,
    totpSecret: undefined,
  }));
  const options = { hasher: undefined, skipBroken: true, dryRun: false, onRefused: () => undefined };
  await of(LoadService).load(Readable.from(records), options, ACTOR);
}

async function giveRights(of: Parts, organization: string, { property = 'lake' } = {}): Promise<void> {
  const place = { organization, property };
  const fields = [
    { organization, name: organization },
    { ...place, name: property },
    { organization, person: 'old-0', role: 'org:admin' },
    { organization, person: 'old-1', role: 'org:member' },
    { ...place, person: 'old-1', role: 'property:viewer' },
  ];
  const rows = () => Readable.from(fields.map((row, index) => ({ line: index + 1, fields: row })));
  const onRefused = (line: number, why: string): never => {
    throw new Error(`line ${line}: ${why}`);
  };
  await of(RightsLoadService).load(rows, { skipBroken: false, dryRun: false, onRefused });
}

/** A browser that signs in here, from its first cookie to its end. */
async function walkSessions(of: Parts): Promise<void> {
  const sessions = of(AccountSessionsService);
  const begin = async (ids: { signInId: string | null; clerkSessionId: string | null }) => {
    const begun = await sessions.begin({ userId: newId(), ...ids, clientToken: 'walk' });
    if (begun === null) throw new Error('no session was begun');
    return begun;
  };
  const pending = await begin({ signInId: 'sia_walk', clerkSessionId: null });
  const open = await sessions.open(pending.cookie);
  await sessions.countCode(pending.id);
  await sessions.complete(open, 'sess_walk', 'walk, later');
  await sessions.end(pending.id);
  const whole = await begin({ signInId: null, clerkSessionId: 'sess_walk_2' });
  await sessions.rotate(whole.cookie);
  await sessions.clientTokenOf(whole.id);
  await sessions.forget(whole.id);
  const before = await begin({ signInId: null, clerkSessionId: 'sess_walk_3' });
  const { session } = await sessions.open(before.cookie);
  await sessions.changingPassword({ userId: session.userId, except: session.id }, () => Promise.resolve());
}
