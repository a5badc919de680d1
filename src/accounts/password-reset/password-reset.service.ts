import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog, SubjectKeys } from '#audit';
import { ClerkFrontend, ClerkPasswordResets, ClerkRefusedError, type ClerkSignIn } from '#libs/clerk';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ACCOUNTS } from '../accounts.scope.js';
import { ownAccountErrors } from '../own-account/own-account.errors.js';
import { isRefusal, neverReached, signInErrorOf } from '../sign-in/clerk-answers.js';
import { LazyMoveService } from '../sign-in/people/lazy-move.service.js';
import type { PersonAtClerk } from '../sign-in/people/person-to-sign-in.js';
import { SignInPeopleService } from '../sign-in/people/sign-in-people.service.js';
import { waitToRefuse } from '../sign-in/wait-to-refuse.js';
import { AccountSessionsService } from '../sign-in/sessions/account-sessions.service.js';
import { newHandle } from '../sign-in/sessions/session-cookie.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import type { SignInOutcome } from '../sign-in/sign-in-outcome.js';
import { SignInTurns } from '../sign-in/sign-in-turns.js';
import type { Visitor } from '../sign-in/visitor.js';
import { isPasswordRefusal, MAX_CODES } from '../sign-up/sign-up-answers.js';
import { signUpErrors } from '../sign-up/sign-up.errors.js';
import { SignUpLimits } from '../sign-up/sign-up-limits.js';
import { type PasswordReset, PasswordResetsStore } from './password-resets.store.js';

/** How long a reset waits for its code. */
export const RESET_SECONDS = 10 * 60;

const EXPIRED = [
  'verification_expired',
  'verification_missing',
  'verification_not_sent',
  'verification_failed',
];

/**
 * Resets passwords by the code that Clerk mails; this service makes none. Whether anybody has the address nobody learns but
 * its mailbox. Who is still to come over from the older system is moved first, with the digest as it is.
 */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly turns: SignInTurns,
    private readonly limits: SignUpLimits,
    private readonly people: SignInPeopleService,
    private readonly lazyMove: LazyMoveService,
    private readonly unitOfWork: UnitOfWork,
    private readonly resets: PasswordResetsStore,
    private readonly subjectKeys: SubjectKeys,
    private readonly clerk: ClerkPasswordResets,
    private readonly frontend: ClerkFrontend,
    private readonly signIns: SignInService,
    private readonly sessions: AccountSessionsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Has a code mailed to whoever has the address.
   *
   * @param emailAddress in the one form of `canonicalEmail`
   * @returns the handle of the reset
   * @throws AppError 429 `too_many_sign_ups`, `sign_in_busy`; 503 `sign_in_unavailable`
   */
  async begin(emailAddress: string, visitor: Visitor): Promise<string> {
    const startedAt = performance.now();
    return this.turns.take(async () => {
      await this.limits.count('password-reset', emailAddress, visitor.address);
      const handle = newHandle();
      try {
        const person = await this.personOf(emailAddress);
        const signIn = person === null ? null : await this.asked(emailAddress, visitor);
        await this.note(handle, person, signIn);
      } catch (error) {
        throw signInErrorOf(error);
      }
      await waitToRefuse(startedAt);
      return handle;
    });
  }

  /**
   * Sets the password, with the code or, once that was right, without.
   *
   * @throws AppError 409 `password_reset_not_pending`, `password_reset_codes_exhausted`, `account_code_expired`; 401
   *   `password_reset_code_wrong`; 422 `password_refused`: send another password, without the code; 503 `sign_in_unavailable`
   */
  async finish(
    handle: string | null,
    { code, password }: { readonly code: string | undefined; readonly password: string },
    visitor: Visitor,
  ): Promise<SignInOutcome> {
    const startedAt = performance.now();
    const reset = await this.openOf(handle);
    if (!reset.isProved && code === undefined) throw ownAccountErrors.resetNotPending();
    const clientToken = await this.clientTokenOf(reset);
    const { signInId, userId } = reset;
    if (signInId === null || userId === null || clientToken === null) {
      const count = await this.count(reset);
      await waitToRefuse(startedAt);
      throw await this.wrong(reset, count);
    }
    let pending = { id: signInId, clientToken };
    if (!reset.isProved) pending = await this.prove(reset, pending, code ?? '', visitor, startedAt);
    const signIn = await this.setPassword(userId, pending, password, visitor);
    await this.unitOfWork.run(ACCOUNTS, () => this.resets.delete(reset.id));
    const outcome = await this.signIns.goOn(userId, signIn, visitor);
    if (outcome === null) throw ownAccountErrors.resetNotPending();
    return outcome;
  }

  private async personOf(emailAddress: string): Promise<PersonAtClerk | null> {
    const person = await this.people.find(emailAddress);
    if (person.is === 'at Clerk') return person;
    if (person.is === 'nobody') return null;
    await this.lazyMove.moveUnproved(person.account);
    const moved = await this.people.find(emailAddress);
    return moved.is === 'at Clerk' ? moved : null;
  }

  /** @returns null where Clerk refuses this person, in whichever way */
  private async asked(emailAddress: string, visitor: Visitor): Promise<ClerkSignIn | null> {
    try {
      return await this.clerk.begin(emailAddress, visitor);
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }

  private async note(
    handle: string,
    person: PersonAtClerk | null,
    signIn: ClerkSignIn | null,
  ): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, async () => {
      const id = newId();
      const expiresAt = new Date(this.clock.nowMs() + RESET_SECONDS * 1_000);
      const isSent = person !== null && signIn !== null;
      const reset = {
        id,
        userId: isSent ? person.userId : null,
        signInId: isSent ? signIn.id : null,
        sealedClient: isSent
          ? await this.subjectKeys.encryptFor(person.userId, signIn.clientToken, aad(id))
          : null,
        expiresAt,
      };
      await this.resets.insert(reset, hashOf(handle));
    });
  }

  private async openOf(handle: string | null): Promise<PasswordReset> {
    const found =
      handle === null
        ? null
        : await this.unitOfWork.run(ACCOUNTS, () => this.resets.findByHandle(hashOf(handle)));
    if (found === null || found.expiresAt <= this.clock.now()) throw ownAccountErrors.resetNotPending();
    return found;
  }

  private async prove(
    reset: PasswordReset,
    pending: { readonly id: string; readonly clientToken: string },
    code: string,
    visitor: Visitor,
    startedAt: number,
  ): Promise<ClerkSignIn> {
    const count = await this.count(reset);
    if (count > MAX_CODES) throw await this.wrong(reset, count);
    let proved: ClerkSignIn;
    try {
      proved = await this.clerk.prove(pending, code, visitor);
    } catch (error) {
      if (error instanceof ClerkRefusedError && EXPIRED.some((each) => error.has(each)))
        throw ownAccountErrors.codeExpired({ cause: error });
      if (neverReached(error)) {
        await this.count(reset, -1);
        throw signInErrorOf(error);
      }
      const isWrong = error instanceof ClerkRefusedError && error.has('form_code_incorrect');
      const now = isWrong ? null : await this.standing(error, pending, visitor);
      if (now?.status !== 'needs_new_password') {
        await waitToRefuse(startedAt);
        throw await this.wrong(reset, count);
      }
      proved = now;
    }
    await this.unitOfWork.run(ACCOUNTS, async () => {
      const sealed = await this.subjectKeys.encryptFor(reset.userId ?? '', proved.clientToken, aad(reset.id));
      if (sealed !== null) await this.resets.prove(reset.id, sealed);
    });
    return proved;
  }

  /** How it stands, where an attempt failed for another reason than the code: an answer before this one may have been lost. */
  private async standing(
    error: unknown,
    { id, clientToken }: { readonly id: string; readonly clientToken: string },
    visitor: Visitor,
  ): Promise<ClerkSignIn> {
    try {
      return await this.frontend.getSignIn(id, clientToken, visitor);
    } catch {
      throw signInErrorOf(error);
    }
  }

  private async setPassword(
    userId: string,
    pending: { readonly id: string; readonly clientToken: string },
    password: string,
    visitor: Visitor,
  ): Promise<ClerkSignIn> {
    await this.unitOfWork.run(ACCOUNTS, () =>
      this.audit.record({
        actor: { kind: 'system', name: 'accounts' },
        action: 'account.change_asked',
        target: { kind: 'user', id: userId },
        change: { what: 'password.reset' },
      }),
    );
    try {
      return await this.sessions.changingPassword({ userId, except: null }, () =>
        this.clerk.setPassword(pending, password, visitor),
      );
    } catch (error) {
      if (error instanceof ClerkRefusedError && isPasswordRefusal(error))
        throw signUpErrors.passwordRefused({ cause: error });
      if (error instanceof ClerkRefusedError) throw ownAccountErrors.resetNotPending({ cause: error });
      throw signInErrorOf(error);
    }
  }

  private count(reset: PasswordReset, by: 1 | -1 = 1): Promise<number> {
    return this.unitOfWork.run(ACCOUNTS, () => this.resets.countCode(reset.id, by));
  }

  private async wrong(reset: PasswordReset, count: number) {
    if (count < MAX_CODES) return ownAccountErrors.resetCodeWrong();
    await this.unitOfWork.run(ACCOUNTS, () => this.resets.delete(reset.id));
    return ownAccountErrors.resetCodesExhausted();
  }

  private async clientTokenOf({ id, sealedClient }: PasswordReset): Promise<string | null> {
    if (sealedClient === null) return null;
    return this.unitOfWork.run(ACCOUNTS, () => this.subjectKeys.decrypt(sealedClient, aad(id)));
  }
}

function hashOf(handle: string): string {
  return createHash('sha256').update(handle).digest('base64url');
}

function aad(id: string): string {
  return `password_resets/${id}/client`;
}
