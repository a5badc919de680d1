import { Injectable } from '@nestjs/common';
import { ClerkFrontend, ClerkRefusedError, type ClerkSignIn } from '#libs/clerk';
import { askFrontend, isRefusal, neverReached, signInErrorOf } from './clerk-answers.js';
import { SignInPeopleService } from './people/sign-in-people.service.js';
import { AccountSessionsService, type OpenSession } from './sessions/account-sessions.service.js';
import type { SessionCookie } from './sessions/session-cookie.js';
import { SessionTokensService } from './session-tokens.service.js';
import { accountSignInErrors } from './sign-in.errors.js';
import { type Factor, type OfferedFactor, type SignInOutcome } from './sign-in-outcome.js';
import { offered } from './sign-in.service.js';
import type { Visitor } from './visitor.js';

/** As many wrong codes end a sign-in. */
const MAX_CODES = 5;
const UNSENT = ['verification_missing', 'verification_expired', 'verification_not_sent'];
const UNOFFERED = ['strategy_for_user_invalid', 'invalid_strategy_for_user', 'form_param_value_invalid'];

/** Finishes sign-ins that wait for a second factor. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly sessions: AccountSessionsService,
    private readonly tokens: SessionTokensService,
    private readonly people: SignInPeopleService,
    private readonly frontend: ClerkFrontend,
  ) {}

  /**
   * Has a code sent where none is given, else tries it.
   *
   * @param keep is given the next cookie before Clerk is asked for a token: it counts from then on
   * @throws AppError 401 of the cookie, `second_factor_wrong`, `sign_in_refused`; 409 `second_factor_not_pending`,
   *   `second_factor_code_expired`; 422 `second_factor_unavailable`; 503 `sign_in_unavailable`
   */
  async prove(
    cookie: SessionCookie | 'none' | null,
    { strategy, code }: { readonly strategy: Factor; readonly code: string | undefined },
    visitor: Visitor,
    keep: (next: SessionCookie) => void,
  ): Promise<SignInOutcome> {
    const open = await this.sessions.open(cookie);
    const { signInId } = open.session;
    if (signInId === null) throw accountSignInErrors.nothingPending();
    const signIn =
      code === undefined
        ? await askFrontend(() => this.send(signInId, strategy, open, visitor))
        : await this.attempt(signInId, strategy, code, open, visitor);
    if (signIn.status === 'complete') return this.complete(signIn, open, visitor, keep);
    await this.sessions.keepClientToken(open, signIn.clientToken);
    if (signIn.status !== 'needs_second_factor' && signIn.status !== 'needs_client_trust')
      throw await this.over(open);
    return { status: signIn.status, factors: offered(signIn), cookie: null };
  }

  /** What the sign-in of a cookie offers. @throws AppError as of {@link prove} */
  async offered(cookie: SessionCookie | 'none' | null, visitor: Visitor): Promise<OfferedFactor[]> {
    const open = await this.sessions.open(cookie);
    const { signInId } = open.session;
    if (signInId === null) throw accountSignInErrors.nothingPending();
    return offered(await askFrontend(() => this.frontend.getSignIn(signInId, open.clientToken, visitor)));
  }

  private async send(
    signInId: string,
    strategy: Factor,
    { clientToken }: OpenSession,
    visitor: Visitor,
  ): Promise<ClerkSignIn> {
    if (strategy !== 'phone_code' && strategy !== 'email_code') throw accountSignInErrors.factorUnavailable();
    const signIn = await this.frontend.getSignIn(signInId, clientToken, visitor);
    const factor = signIn.secondFactors.find((each) => each.strategy === strategy);
    if (signIn.status === 'complete') return signIn;
    if (factor === undefined) throw accountSignInErrors.factorUnavailable();
    return this.frontend.prepareSecondFactor(signInId, factor, signIn.clientToken, visitor);
  }

  private async attempt(
    signInId: string,
    strategy: Factor,
    code: string,
    open: OpenSession,
    visitor: Visitor,
  ): Promise<ClerkSignIn> {
    // Counted before it is tried: of many at once no more are tried than may be.
    const count = await this.sessions.countCode(open.session.id);
    if (count > MAX_CODES) throw await this.over(open);
    try {
      return await this.frontend.attemptSecondFactor(signInId, strategy, code, open.clientToken, visitor);
    } catch (error) {
      return this.afterAll(error, count, signInId, open, visitor);
    }
  }

  /** What an attempt that failed means: it may have been right in spite of it, where its answer was lost. */
  private async afterAll(
    error: unknown,
    count: number,
    signInId: string,
    open: OpenSession,
    visitor: Visitor,
  ): Promise<ClerkSignIn> {
    if (neverReached(error)) {
      await this.sessions.uncountCode(open.session.id);
      throw signInErrorOf(error);
    }
    if (error instanceof ClerkRefusedError) {
      if (error.has('form_code_incorrect')) {
        if (count >= MAX_CODES) await this.sessions.end(open.session.id);
        throw accountSignInErrors.wrongCode();
      }
      if (UNOFFERED.some((code) => error.has(code))) throw accountSignInErrors.factorUnavailable();
      if (UNSENT.some((code) => error.has(code))) throw accountSignInErrors.codeExpired();
      if (isRefusal(error)) {
        await this.sessions.end(open.session.id);
        throw accountSignInErrors.refused({ cause: error });
      }
    }
    const now = await this.frontend.getSignIn(signInId, open.clientToken, visitor).catch((lost: unknown) => {
      throw signInErrorOf(lost instanceof ClerkRefusedError ? error : lost);
    });
    if (now.status === 'complete') return now;
    throw error instanceof ClerkRefusedError ? await this.over(open) : signInErrorOf(error);
  }

  private async complete(
    signIn: ClerkSignIn,
    open: OpenSession,
    visitor: Visitor,
    keep: (next: SessionCookie) => void,
  ): Promise<SignInOutcome> {
    const { session, clientToken } = signIn;
    if (session === null) throw await this.over(open);
    if (!(await this.people.isSame(open.session.userId, session.userId))) throw await this.over(open);
    const cookie = await this.sessions.complete(open, session.id, clientToken);
    if (cookie === null) throw await this.over(open);
    keep(cookie);
    const token = await this.tokens.tokenOf({ ...open, clientToken }, session.id, visitor);
    return { status: 'complete', session: token, cookie: null };
  }

  private async over(open: OpenSession) {
    await this.sessions.end(open.session.id);
    return accountSignInErrors.nothingPending();
  }
}
