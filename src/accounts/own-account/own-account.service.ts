import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import {
  ClerkOwnAccount,
  type OwnFactors,
  type OwnPhone,
  type OwnSession,
  type Reverification,
} from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { ACCOUNTS } from '../accounts.scope.js';
import { SignInPeopleService } from '../sign-in/people/sign-in-people.service.js';
import { AccountSessionsService, type OpenSession } from '../sign-in/sessions/account-sessions.service.js';
import type { AccountSession } from '../sign-in/sessions/account-sessions.store.js';
import type { SessionCookie } from '../sign-in/sessions/session-cookie.js';
import { SignInAttempts } from '../sign-in/sign-in-attempts.js';
import { accountSignInErrors } from '../sign-in/sign-in.errors.js';
import type { Factor } from '../sign-in/sign-in-outcome.js';
import type { Visitor } from '../sign-in/visitor.js';
import { changeToldAs, isWrongGuess } from './own-account-answers.js';
import { ownAccountErrors } from './own-account.errors.js';

/** What a change is called in the audit log. */
export type CredentialChange =
  'totp.enrol' | 'totp.remove' | 'backup_codes.replace' | 'phone.add' | 'phone.remove' | 'password.change';

/** Whose browser asks, by its cookie. */
export interface SignedInVisitor {
  readonly cookie: SessionCookie | 'none' | null;
  readonly visitor: Visitor;
}

/** What is asked of Clerk, for the session of the cookie. */
type Work<T> = (atClerk: OwnSession, here: AccountSession) => Promise<T>;

/**
 * What people who signed in by this service change of their own account, all of it at Clerk. Where Clerk wants them to prove
 * again who they are, they read what the guard says of its own: 403 `reverification_required`.
 *
 * Each throws AppError: 401 of the cookie, `session_ended`, `account_code_wrong`, `account_password_wrong`; 403
 * `reverification_required`; 404 `factor_unknown`; 409 `account_code_expired`, `totp_enrolled`, `account_change_refused`; 422
 * `phone_refused`, `password_refused`; 429 `too_many_sign_ins`; 503 `sign_in_unavailable`.
 */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: AccountSessionsService,
    private readonly people: SignInPeopleService,
    private readonly attempts: SignInAttempts,
    private readonly clerk: ClerkOwnAccount,
    private readonly audit: AuditLog,
  ) {}

  factors(who: SignedInVisitor): Promise<OwnFactors> {
    return this.ask(who, null, (session) => this.clerk.factors(session, who.visitor));
  }

  /** A secret that counts once a code of it was proved. */
  createTotp(who: SignedInVisitor): Promise<{ secret: string; uri: string }> {
    return this.ask(who, null, (session) => this.clerk.createTotp(session, who.visitor));
  }

  /** @returns backup codes where Clerk makes some with it; they are shown this once */
  proveTotp(code: string, who: SignedInVisitor): Promise<string[]> {
    return this.guess(who, 'totp.enrol', (session) => this.clerk.proveTotp(code, session, who.visitor));
  }

  removeTotp(who: SignedInVisitor): Promise<void> {
    return this.ask(who, 'totp.remove', (session) => this.clerk.deleteTotp(session, who.visitor));
  }

  /** New ones in the place of those before; they are shown this once. */
  replaceBackupCodes(who: SignedInVisitor): Promise<string[]> {
    return this.ask(who, 'backup_codes.replace', (session) =>
      this.clerk.createBackupCodes(session, who.visitor),
    );
  }

  /** Adds a number, or takes one that was added and not proved, and has a code sent to it. */
  addPhone(phoneNumber: string, who: SignedInVisitor): Promise<OwnPhone> {
    return this.ask(who, 'phone.add', async (session) => {
      const { phones } = await this.clerk.factors(session, who.visitor);
      const known = phones.find((each) => each.phoneNumber === phoneNumber);
      const phone = known ?? (await this.clerk.addPhone(phoneNumber, session, who.visitor));
      await this.clerk.preparePhone(phone.id, session, who.visitor);
      return phone;
    });
  }

  /** Proves a number, and makes it a second factor. @returns backup codes where Clerk makes some with it */
  provePhone(id: string, code: string, who: SignedInVisitor): Promise<string[]> {
    return this.guess(who, null, async (session) => {
      await this.clerk.provePhone(id, code, session, who.visitor);
      return this.clerk.reservePhone(id, session, who.visitor);
    });
  }

  removePhone(id: string, who: SignedInVisitor): Promise<void> {
    return this.ask(who, 'phone.remove', (session) => this.clerk.deletePhone(id, session, who.visitor));
  }

  /** Ends the person's other sessions, and their sign-ins that wait for a second factor. */
  changePassword(
    change: { readonly current: string | null; readonly next: string },
    who: SignedInVisitor,
  ): Promise<void> {
    return this.guess(who, 'password.change', (session, { id, userId }) =>
      this.sessions.changingPassword({ userId, except: id }, () =>
        this.clerk.changePassword(change, session, who.visitor),
      ),
    );
  }

  /** Proves again who one is: by the password first. */
  reverifyPassword(password: string, who: SignedInVisitor): Promise<Reverification> {
    return this.guess(who, null, async (session) => {
      await this.clerk.reverify(session, who.visitor);
      return this.clerk.reverifyPassword(password, session, who.visitor);
    });
  }

  /** Has a code sent, or tries one: of a second factor, or, mailed, in the place of the password. */
  reverifyFactor(
    { strategy, code }: { readonly strategy: Factor; readonly code: string | undefined },
    who: SignedInVisitor,
  ): Promise<Reverification> {
    if (code !== undefined)
      return this.guess(who, null, (session) =>
        strategy === 'email_code'
          ? this.clerk.reverifyMailedCode(code, session, who.visitor)
          : this.clerk.reverifyCode({ strategy, code }, session, who.visitor),
      );
    return this.ask(who, null, async (session) => {
      if (strategy === 'email_code') {
        const sent = await this.clerk.prepareFirstReverification(session, who.visitor);
        if (sent === null) throw ownAccountErrors.factorUnknown();
        return sent;
      }
      const { phones } = await this.clerk.factors(session, who.visitor);
      const phone = phones.find(({ isSecondFactor }) => isSecondFactor);
      if (strategy !== 'phone_code' || phone === undefined) throw ownAccountErrors.factorUnknown();
      const factor = { strategy, identificationId: phone.id, safeIdentifier: null };
      return this.clerk.prepareReverification(factor, session, who.visitor);
    });
  }

  /** The same as {@link ask}, for what may be guessed: wrong ones are counted, over all replicas. */
  private async guess<T>(who: SignedInVisitor, change: CredentialChange | null, work: Work<T>): Promise<T> {
    const open = await this.open(who);
    const attempt = await this.attempts.begin(`person/${open.session.userId}`, who.visitor.address);
    if (attempt.isLocked) throw accountSignInErrors.tooManyAttempts({ headers: { 'retry-after': '900' } });
    try {
      const answer = await this.work(open, change, work);
      await attempt.forgive();
      return answer;
    } catch (error) {
      if (!isWrongGuess(error)) await attempt.forgive();
      throw await this.told(error, open);
    }
  }

  private async ask<T>(who: SignedInVisitor, change: CredentialChange | null, work: Work<T>): Promise<T> {
    const open = await this.open(who);
    try {
      return await this.work(open, change, work);
    } catch (error) {
      throw await this.told(error, open);
    }
  }

  private async open({ cookie }: SignedInVisitor): Promise<OpenSession> {
    const open = await this.sessions.open(cookie);
    if (open.session.clerkSessionId === null) throw accountSignInErrors.factorAwaited();
    if ((await this.people.findById(open.session.userId)).is !== 'at Clerk') {
      await this.sessions.end(open.session.id);
      throw accountSignInErrors.ended();
    }
    return open;
  }

  /** What is asked of Clerk is in the audit log before, whatever becomes of the answer. */
  private async work<T>(
    { session, clientToken }: OpenSession,
    change: CredentialChange | null,
    work: Work<T>,
  ): Promise<T> {
    const { userId, clerkSessionId } = session;
    if (change !== null)
      await this.unitOfWork.run(ACCOUNTS, () =>
        this.audit.record({
          actor: { kind: 'user', userId, impersonator: null, reason: null },
          action: 'account.change_asked',
          target: { kind: 'user', id: userId },
          change: { what: change },
        }),
      );
    return work({ sessionId: clerkSessionId ?? '', clientToken }, session);
  }

  private async told(error: unknown, { session }: OpenSession): Promise<unknown> {
    const told = changeToldAs(error);
    if (told instanceof AppError && told.code === 'session_ended') await this.sessions.end(session.id);
    return told;
  }
}
