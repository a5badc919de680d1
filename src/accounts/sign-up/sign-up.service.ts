import { Injectable } from '@nestjs/common';
import { ClerkRefusedError, type ClerkSignUp, ClerkSignUps } from '#libs/clerk';
import { Clock } from '#libs/time';
import { neverReached, signInErrorOf } from '../sign-in/clerk-answers.js';
import { waitToRefuse } from '../sign-in/wait-to-refuse.js';
import { AccountSessionsService } from '../sign-in/sessions/account-sessions.service.js';
import { newHandle } from '../sign-in/sessions/session-cookie.js';
import { SessionTokensService } from '../sign-in/session-tokens.service.js';
import type { SignInOutcome } from '../sign-in/sign-in-outcome.js';
import { SignInTurns } from '../sign-in/sign-in-turns.js';
import type { Visitor } from '../sign-in/visitor.js';
import { codeOfSignUp, isPasswordRefusal, MAX_CODES } from './sign-up-answers.js';
import { signUpErrors } from './sign-up.errors.js';
import type { HeldSignUp, SignUp } from './sign-up.js';
import { SignUpLedgerService } from './sign-up-ledger.service.js';
import { SignUpLimits } from './sign-up-limits.js';
import { SignUpSettlerService } from './sign-up-settler.service.js';

/** What somebody signs up with. */
export interface SignUpForm {
  readonly inviteCode: string;
  /** In the one form of `canonicalEmail`. */
  readonly emailAddress: string;
  readonly password: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/**
 * Signs people up behind an invite code: the code is taken, Clerk has the address proved and makes the user, the person is
 * taken in here. Whether the address has an account already nobody learns but its mailbox.
 */
@Injectable()
export class SignUpService {
  constructor(
    private readonly turns: SignInTurns,
    private readonly limits: SignUpLimits,
    private readonly ledger: SignUpLedgerService,
    private readonly settler: SignUpSettlerService,
    private readonly sessions: AccountSessionsService,
    private readonly tokens: SessionTokensService,
    private readonly clerk: ClerkSignUps,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the handle of the sign-up, which waits for a code from then on
   * @throws AppError 403 `invite_unknown`, `invite_expired`, `invite_used_up`, `sign_up_closed`; 422 `password_refused`;
   *   429 `too_many_sign_ups`, `sign_in_busy`; 503 `sign_in_unavailable`. The code is given back then
   */
  async begin(form: SignUpForm, visitor: Visitor): Promise<string> {
    const startedAt = performance.now();
    return this.turns.take(async () => {
      await this.limits.count('sign-up', form.emailAddress, visitor.address);
      const handle = newHandle();
      const signUp = await this.ledger.begin(form.inviteCode, form.emailAddress, handle);
      const isAsked = await this.askClerk(signUp, form, visitor);
      // The same whether Clerk was asked to mail a code, knew the address already, or was not asked at all.
      await waitToRefuse(startedAt);
      if (isAsked !== true) throw isAsked;
      return handle;
    });
  }

  /** Sends another code. @throws AppError as of {@link verify} */
  async resend(handle: string | null, visitor: Visitor): Promise<void> {
    const startedAt = performance.now();
    const found = await this.openOf(handle);
    const signUp = await this.held(found, 'to send a code');
    try {
      const clientToken = await this.ledger.clientTokenOf(signUp);
      if (signUp.isSilent || signUp.signUpId === null || clientToken === null) await this.ledger.wait(signUp);
      else {
        const sent = await this.clerk
          .prepareVerification({ id: signUp.signUpId, clientToken }, visitor)
          .finally(() => this.ledger.wait(signUp));
        if (sent.clientToken !== clientToken) await this.renew(signUp, sent);
      }
    } catch (error) {
      throw signInErrorOf(error);
    }
    await waitToRefuse(startedAt);
  }

  /**
   * Tries a code; the right one makes the account and signs the browser in.
   *
   * @throws AppError 409 `sign_up_not_pending`, `sign_up_in_progress`, `sign_up_codes_exhausted`, `sign_up_code_expired`,
   *   `sign_up_complete`; 401 `sign_up_code_wrong`; 403 `sign_up_closed`; 503 `sign_in_unavailable`
   */
  async verify(handle: string | null, code: string, visitor: Visitor): Promise<SignInOutcome> {
    const startedAt = performance.now();
    const found = await this.openOf(handle);
    const signUp = await this.held(found, 'to try a code');
    const clientToken = await this.ledger.clientTokenOf(signUp);
    if (signUp.codes > MAX_CODES) throw await this.exhausted(signUp);
    if (signUp.isSilent || signUp.signUpId === null || clientToken === null) {
      await waitToRefuse(startedAt);
      throw await this.wrong(signUp);
    }
    let attempted: ClerkSignUp;
    try {
      attempted = await this.clerk.attemptVerification({ id: signUp.signUpId, clientToken }, code, visitor);
    } catch (error) {
      throw await this.afterFailure(error, signUp, startedAt);
    }
    return this.complete(signUp, attempted, visitor);
  }

  /** @returns what to throw where the sign-up is over by Clerk's word; the code is given back by then */
  private async askClerk(signUp: HeldSignUp, form: SignUpForm, visitor: Visitor): Promise<unknown> {
    try {
      // The password is judged before anybody looks whose address it is: a refusal of it tells nothing.
      const begun = await this.clerk.begin(form, visitor);
      const named = signUp.isSilent ? null : await this.named(begun, form, visitor);
      if (named === null) await this.ledger.wait(signUp, { isSilent: true });
      else {
        const { clientToken } = await this.clerk.prepareVerification(named, visitor);
        await this.ledger.wait(signUp, { signUpId: named.id, clientToken });
      }
      return true;
    } catch (error) {
      await this.ledger.undone(signUp);
      if (!(error instanceof ClerkRefusedError)) return signInErrorOf(error);
      return isPasswordRefusal(error)
        ? signUpErrors.passwordRefused({ cause: error })
        : signUpErrors.closed({ cause: error });
    }
  }

  /** @returns null where somebody at Clerk has the address */
  private async named(
    begun: ClerkSignUp,
    { emailAddress }: SignUpForm,
    visitor: Visitor,
  ): Promise<ClerkSignUp | null> {
    try {
      return await this.clerk.setEmailAddress(begun, emailAddress, visitor);
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.has('form_identifier_exists')) return null;
      throw error;
    }
  }

  private async openOf(handle: string | null): Promise<SignUp> {
    const found = handle === null ? null : await this.ledger.find(handle);
    if (found === null || found.state === 'undone' || found.state === 'undoing')
      throw signUpErrors.noCookie();
    if (found.state === 'done') throw signUpErrors.complete();
    if (found.state === 'waiting' && found.expiresAt <= this.clock.now()) throw signUpErrors.noCookie();
    return found;
  }

  private async held({ id }: SignUp, purpose: 'to try a code' | 'to send a code'): Promise<HeldSignUp> {
    const claimed = await this.ledger.claim(id, purpose);
    if (claimed !== null) return claimed;
    // Left by a lost answer or a dead process: Clerk knows by now what became of it.
    const left = await this.ledger.claimLeftOver(id);
    if (left === null) throw signUpErrors.inProgress({ headers: { 'retry-after': '2' } });
    const settled = await this.settled(left);
    if (settled === 'none') throw signUpErrors.noCookie();
    if (settled !== null) throw signUpErrors.complete();
    const waiting = await this.ledger.claim(id, purpose);
    if (waiting === null) throw signUpErrors.inProgress({ headers: { 'retry-after': '2' } });
    return waiting;
  }

  private async settled(signUp: HeldSignUp, mayWait = true) {
    try {
      return await this.settler.settle(signUp, { mayWait: mayWait && signUp.expiresAt > this.clock.now() });
    } catch (error) {
      throw signInErrorOf(error);
    }
  }

  /** What a failed attempt means: it may have made the user all the same. */
  private async afterFailure(error: unknown, signUp: HeldSignUp, startedAt: number): Promise<unknown> {
    if (error instanceof ClerkRefusedError) {
      switch (codeOfSignUp(error)) {
        case 'wrong':
          await waitToRefuse(startedAt);
          return this.wrong(signUp);
        case 'expired':
          await this.ledger.wait(signUp);
          return signUpErrors.codeExpired({ cause: error });
        default: {
          const settled = await this.settled(signUp, false);
          return settled === 'none' ? signUpErrors.closed({ cause: error }) : signUpErrors.complete();
        }
      }
    }
    if (neverReached(error)) {
      await this.ledger.wait(signUp, { codes: signUp.codes - 1 });
      return signInErrorOf(error);
    }
    const settled = await this.settled(signUp);
    return settled === null || settled === 'none' ? signInErrorOf(error) : signUpErrors.complete();
  }

  private async wrong(signUp: HeldSignUp) {
    if (signUp.codes >= MAX_CODES) return this.exhausted(signUp);
    await this.ledger.wait(signUp);
    return signUpErrors.wrongCode();
  }

  private async exhausted(signUp: HeldSignUp) {
    await this.ledger.undone(signUp);
    return signUpErrors.codesExhausted();
  }

  private async renew(signUp: HeldSignUp, { clientToken }: ClerkSignUp): Promise<void> {
    const held = await this.ledger.claim(signUp.id, 'to send a code');
    if (held !== null) await this.ledger.wait(held, { clientToken });
  }

  private async complete(
    signUp: HeldSignUp,
    { session, clientToken }: ClerkSignUp,
    visitor: Visitor,
  ): Promise<SignInOutcome> {
    if (session === null) {
      // The code was right, and Clerk wants more than this service asks for.
      await this.ledger.undone(signUp);
      throw signUpErrors.closed();
    }
    try {
      const created = await this.ledger.created(signUp, session.userId);
      const provisioned = await this.settler.provision(created);
      if (provisioned === 'none') throw signUpErrors.closed();
      const { userId } = provisioned;
      const begun = await this.sessions.begin({
        userId,
        signInId: null,
        clerkSessionId: session.id,
        clientToken,
      });
      if (begun === null) throw signUpErrors.complete();
      const open = await this.sessions.open(begun.cookie);
      const token = await this.tokens.tokenOf(open, session.id, visitor);
      return { status: 'complete', session: token, cookie: begun.cookie };
    } catch (error) {
      throw signInErrorOf(error);
    }
  }
}
