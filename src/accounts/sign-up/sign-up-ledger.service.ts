import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { TombstoneLookupService } from '#users';
import { ACCOUNTS } from '../accounts.scope.js';
import { ImportLedgerStore } from '../import/import-ledger.store.js';
import { NOBODY } from '../legacy/account-seal.service.js';
import { digestOfInviteCode } from './invites/invite-code.js';
import { InvitesStore } from './invites/invites.store.js';
import { signUpErrors } from './sign-up.errors.js';
import type { HeldSignUp, SignUp } from './sign-up.js';
import { type SignUpChanges, SignUpsStore } from './sign-ups.store.js';

/** How long a sign-up waits for its code, and holds its invite. */
export const SIGN_UP_SECONDS = 30 * 60;

/** Ends the work of a process that was overtaken: another one went on with the sign-up. */
export class SignUpOvertaken extends Error {}

/** Writes down how far sign-ups are, each step a transaction; the count of an invite goes along with the state. */
@Injectable()
export class SignUpLedgerService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly signUps: SignUpsStore,
    private readonly invites: InvitesStore,
    private readonly accounts: ImportLedgerStore,
    private readonly tombstones: TombstoneLookupService,
    private readonly subjectKeys: SubjectKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the invite code. Silent for an address of the older system, whose person has an account or was erased.
   *
   * @param emailAddress in the one form of `canonicalEmail`
   * @param handle by which the browser names the sign-up
   * @throws AppError 403 `invite_unknown`, `invite_expired`, `invite_used_up`
   */
  begin(inviteCode: string, emailAddress: string, handle: string): Promise<HeldSignUp> {
    return this.unitOfWork.run(ACCOUNTS, async () => {
      const now = this.clock.now();
      const invite = await this.invites.lockByDigest(digestOfInviteCode(inviteCode));
      if (invite === null) throw signUpErrors.inviteUnknown();
      if (invite.endedAt !== null || invite.expiresAt <= now) throw signUpErrors.inviteExpired();
      if (invite.taken >= invite.uses) throw signUpErrors.inviteUsedUp();
      await this.invites.count(invite.id, 1);
      const isSilent =
        (await this.isErased([emailAddress])) || (await this.accounts.findByEmail(emailAddress)) !== null;
      const expiresAt = new Date(now.getTime() + SIGN_UP_SECONDS * 1_000);
      return this.signUps.insert(
        { id: newId(), inviteId: invite.id, isSilent, expiresAt },
        hashOf(handle),
        now,
      );
    });
  }

  find(handle: string): Promise<SignUp | null> {
    return this.unitOfWork.run(ACCOUNTS, () => this.signUps.findByHandle(hashOf(handle)));
  }

  /** Takes one that waits; the attempt counts before it is made. @returns null where another request is at it */
  claim(id: string, purpose: 'to try a code' | 'to send a code'): Promise<HeldSignUp | null> {
    const state = purpose === 'to try a code' ? 'verifying' : 'waiting';
    return this.unitOfWork.run(ACCOUNTS, () => this.signUps.claimForCode(id, state));
  }

  /** Takes one that a dead process left. @returns null where somebody is at it */
  claimLeftOver(id: string): Promise<HeldSignUp | null> {
    return this.unitOfWork.run(ACCOUNTS, () => this.signUps.claimLeftOver(id));
  }

  listLeftOver(after: string | null, limit: number): Promise<string[]> {
    return this.unitOfWork.run(ACCOUNTS, () => this.signUps.listLeftOver(this.clock.now(), after, limit));
  }

  /** Clerk mailed a code: nobody is at it until the code comes. @throws SignUpOvertaken */
  async wait(
    signUp: HeldSignUp,
    known: Omit<SignUpChanges, 'sealedClient' | 'clerkUserId'> & { readonly clientToken?: string } = {},
  ): Promise<void> {
    await this.step(signUp, 'waiting', known, true);
  }

  /** Clerk has the user. @throws SignUpOvertaken */
  async created(signUp: HeldSignUp, clerkUserId: string): Promise<HeldSignUp> {
    await this.step(signUp, 'created', { clerkUserId }, false);
    return { ...signUp, state: 'created', clerkUserId };
  }

  /** What was made is going to be deleted. @throws SignUpOvertaken */
  async undoing(signUp: HeldSignUp): Promise<HeldSignUp> {
    await this.step(signUp, 'undoing', {}, false);
    return { ...signUp, state: 'undoing' };
  }

  /** In the open transaction: one whole account. @throws SignUpOvertaken */
  async done(signUp: HeldSignUp, userId: string): Promise<void> {
    if (!(await this.signUps.settle(signUp, 'done', userId, this.clock.now()))) throw new SignUpOvertaken();
  }

  /** None; the code is given back with it. @throws SignUpOvertaken */
  async undone(signUp: HeldSignUp): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, async () => {
      if (!(await this.signUps.settle(signUp, 'undone', null, this.clock.now()))) throw new SignUpOvertaken();
      await this.invites.count(signUp.inviteId, -1);
    });
  }

  /** The client token at Clerk; null where there is none, or it is settled. */
  clientTokenOf({ id, sealedClient }: SignUp): Promise<string | null> {
    if (sealedClient === null) return Promise.resolve(null);
    return this.unitOfWork.run(ACCOUNTS, () => this.subjectKeys.decrypt(sealedClient, aad(id)));
  }

  /** Whether a person with one of the addresses was erased; in the open transaction. */
  async isErased(addresses: readonly string[]): Promise<boolean> {
    return (await this.tombstones.among('legacy_address', addresses)).size > 0;
  }

  private async step(
    signUp: HeldSignUp,
    state: 'waiting' | 'created' | 'undoing',
    { clientToken, ...changes }: SignUpChanges & { readonly clientToken?: string },
    letsGo: boolean,
  ): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, async () => {
      const sealedClient =
        clientToken === undefined
          ? null
          : await this.subjectKeys.encryptFor(NOBODY, clientToken, aad(signUp.id));
      const noted = { ...changes, ...(sealedClient !== null && { sealedClient }) };
      if (!(await this.signUps.step(signUp, state, noted, letsGo))) throw new SignUpOvertaken();
    });
  }
}

function hashOf(handle: string): string {
  return createHash('sha256').update(handle).digest('base64url');
}

function aad(id: string): string {
  return `account_sign_ups/${id}/client`;
}
