import { Injectable } from '@nestjs/common';
import { ClerkFrontend, type ClerkSignIn } from '#libs/clerk';
import { askFrontend, isRefusal, signInErrorOf } from './clerk-answers.js';
import { VerificationQueue } from './digests/verification-queue.js';
import { SignInDaysService } from '../retire/sign-in-days.service.js';
import { LazyMoveService } from './people/lazy-move.service.js';
import type { PersonAtClerk, PersonToSignIn } from './people/person-to-sign-in.js';
import { SignInPeopleService } from './people/sign-in-people.service.js';
import { waitToRefuse } from './wait-to-refuse.js';
import { AccountSessionsService } from './sessions/account-sessions.service.js';
import { SessionTokensService } from './session-tokens.service.js';
import { type CountedAttempt, SignInAttempts } from './sign-in-attempts.js';
import { accountSignInErrors } from './sign-in.errors.js';
import { FACTORS, type OfferedFactor, type SignInOutcome } from './sign-in-outcome.js';
import { SignInTurns } from './sign-in-turns.js';
import type { Visitor } from './visitor.js';

/** What somebody signs in with. */
export interface Credentials {
  /** In the one form of `canonicalEmail`. */
  readonly emailAddress: string;
  readonly password: string;
}

/** Signs people in by their password: at Clerk who is there, and who is not is moved there first. */
@Injectable()
export class SignInService {
  constructor(
    private readonly turns: SignInTurns,
    private readonly attempts: SignInAttempts,
    private readonly people: SignInPeopleService,
    private readonly lazyMove: LazyMoveService,
    private readonly days: SignInDaysService,
    private readonly queue: VerificationQueue,
    private readonly sessions: AccountSessionsService,
    private readonly tokens: SessionTokensService,
    private readonly frontend: ClerkFrontend,
  ) {}

  /**
   * @throws AppError 401 `sign_in_refused`, after the same time for whatever reason; 403 `new_password_needed`,
   *   `extra_check_needed`; 409 `account_not_movable`; 429 `too_many_sign_ins`, `sign_in_busy`; 503 `sign_in_unavailable`
   */
  async signIn(credentials: Credentials, visitor: Visitor): Promise<SignInOutcome> {
    const startedAt = performance.now();
    const outcome = await this.turns.take(async () => {
      const attempt = await this.attempts.begin(credentials.emailAddress, visitor.address);
      return this.judge(credentials, visitor, attempt);
    });
    if (outcome !== null) return outcome;
    await waitToRefuse(startedAt);
    throw accountSignInErrors.refused();
  }

  /** @returns null where somebody is refused */
  private async judge(
    credentials: Credentials,
    visitor: Visitor,
    attempt: CountedAttempt,
  ): Promise<SignInOutcome | null> {
    try {
      const person = await this.people.find(credentials.emailAddress);
      const atClerk = await this.provenHere(attempt.isLocked ? NOBODY : person, credentials);
      const outcome = atClerk === null ? null : await this.atClerk(atClerk, credentials, visitor);
      if (outcome !== null) {
        await attempt.forgive();
        await this.days.count(person.is === 'at Clerk' ? 'with_clerk_id' : 'without_clerk_id');
      }
      return outcome;
    } catch (error) {
      // What could not be judged was no wrong password.
      await attempt.forgive();
      throw signInErrorOf(error);
    }
  }

  /** Whom Clerk may be asked about: who is there, and who proved their old password and is there now. */
  private async provenHere(
    person: PersonToSignIn,
    { emailAddress, password }: Credentials,
  ): Promise<PersonAtClerk | null> {
    if (person.is === 'at Clerk') return person;
    if (person.is === 'nobody') {
      await this.queue.pretend(password);
      return null;
    }
    if (!(await this.lazyMove.isPassword(person.account, password))) return null;
    await this.lazyMove.move(person.account, password);
    const moved = await this.people.find(emailAddress);
    return moved.is === 'at Clerk' ? moved : null;
  }

  private async atClerk(
    person: PersonAtClerk,
    { emailAddress, password }: Credentials,
    visitor: Visitor,
  ): Promise<SignInOutcome | null> {
    let signIn: ClerkSignIn;
    try {
      signIn = await this.frontend.signIn(emailAddress, password, visitor);
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
    return this.goOnWith(person, signIn, visitor);
  }

  /**
   * Goes on with a sign-in that was begun another way: a session, or a wait for the second factor.
   *
   * @returns null where it is nobody's, or the person may not sign in
   * @throws AppError as of {@link signIn}
   */
  async goOn(userId: string, signIn: ClerkSignIn, visitor: Visitor): Promise<SignInOutcome | null> {
    const person = await this.people.findById(userId);
    if (person.is !== 'at Clerk') {
      await askFrontend(() => this.frontend.signOut(signIn.clientToken, visitor));
      return null;
    }
    return this.goOnWith(person, signIn, visitor);
  }

  private async goOnWith(
    person: PersonAtClerk,
    signIn: ClerkSignIn,
    visitor: Visitor,
  ): Promise<SignInOutcome | null> {
    switch (signIn.status) {
      case 'complete':
        return this.complete(person, signIn, visitor);
      case 'needs_second_factor':
      case 'needs_client_trust':
        return this.waitForFactor(person, signIn, signIn.status);
      case 'needs_new_password':
        throw accountSignInErrors.newPasswordNeeded();
      case 'needs_protect_check':
        throw accountSignInErrors.extraCheckNeeded();
      default:
        return null;
    }
  }

  private async complete(
    { userId, clerkId }: PersonAtClerk,
    { session, clientToken }: ClerkSignIn,
    visitor: Visitor,
  ): Promise<SignInOutcome | null> {
    if (session === null) return null;
    const begun =
      session.userId === clerkId
        ? await this.sessions.begin({ userId, signInId: null, clerkSessionId: session.id, clientToken })
        : null;
    if (begun === null) {
      // The address is somebody else's at Clerk by now, or the person was erased: nobody here may have that session.
      await askFrontend(() => this.frontend.signOut(clientToken, visitor));
      return null;
    }
    const { id, cookie } = begun;
    try {
      const open = await this.sessions.open(cookie);
      return { status: 'complete', session: await this.tokens.tokenOf(open, session.id, visitor), cookie };
    } catch (error) {
      await this.sessions.end(id);
      throw error;
    }
  }

  private async waitForFactor(
    { userId }: PersonAtClerk,
    signIn: ClerkSignIn,
    status: 'needs_second_factor' | 'needs_client_trust',
  ): Promise<SignInOutcome | null> {
    const factors = offered(signIn);
    if (factors.length === 0) throw accountSignInErrors.extraCheckNeeded();
    const begun = await this.sessions.begin({
      userId,
      signInId: signIn.id,
      clerkSessionId: null,
      clientToken: signIn.clientToken,
    });
    return begun === null ? null : { status, factors, cookie: begun.cookie };
  }
}

const NOBODY: PersonToSignIn = { is: 'nobody' };

/** The factors of a sign-in that this service can pass on. */
export function offered({ secondFactors }: ClerkSignIn): OfferedFactor[] {
  return secondFactors
    .filter(({ strategy }) => FACTORS.some((known) => known === strategy))
    .map(({ strategy, safeIdentifier }) => ({ strategy, safeIdentifier }));
}
