import { SweepService } from '../../../src/accounts/sweep/sweep.service.js';
import { ACCOUNTS } from '../../../src/accounts/accounts.scope.js';
import { PasswordResetsStore } from '../../../src/accounts/password-reset/password-resets.store.js';
import { InvitesService } from '../../../src/accounts/sign-up/invites/invites.service.js';
import { SignUpLedgerService } from '../../../src/accounts/sign-up/sign-up-ledger.service.js';
import { newId, UnitOfWork } from '#libs/database';

const ACTOR = { kind: 'system', name: 'cli' } as const;

type Parts = <T>(part: abstract new (...parameters: never[]) => T) => T;

/** Sign-ups behind invite codes from their begin to each of their ends, resets of passwords, and what nobody heard of. */
export async function walkSignUps(of: Parts): Promise<void> {
  const invites = of(InvitesService);
  const { id, code } = await invites.create({ uses: 9, days: 9 }, ACTOR);
  await invites.list();
  const ledger = of(SignUpLedgerService);
  await ledger.wait(await ledger.begin(code, 'waits@walk.test', 'waits'), { clientToken: 'walk' });
  const waiting = await ledger.find('waits');
  await ledger.clientTokenOf(waiting!);
  await ledger.claim(waiting!.id, 'to send a code');
  await ledger.listLeftOver(null, 10);
  await ledger.claimLeftOver(waiting!.id);
  await ledger.undone(await ledger.undoing(await ledger.begin(code, 'undone@walk.test', 'undone')));
  await invites.end(id, ACTOR);
  await of(UnitOfWork).run(ACCOUNTS, async () => {
    const resets = of(PasswordResetsStore);
    const expiresAt = new Date(Date.now() + 60_000);
    for (const handle of ['stays', 'goes']) {
      const reset = { id: newId(), userId: null, signInId: null, sealedClient: null, expiresAt };
      await resets.insert(reset, handle);
      await resets.findByHandle(handle);
      await resets.countCode(reset.id);
      await resets.prove(reset.id, 'walk');
      if (handle === 'goes') await resets.delete(reset.id);
    }
  });
  await of(SweepService).writeBack(new Date(), {}, ACTOR);
}
