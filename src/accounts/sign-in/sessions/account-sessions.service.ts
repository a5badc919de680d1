import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog, SubjectKeys } from '#audit';
import { ClerkRefusedError } from '#libs/clerk';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { ACCOUNTS } from '../../accounts.scope.js';
import { accountSignInErrors } from '../sign-in.errors.js';
import { type AccountSession, AccountSessionsStore } from './account-sessions.store.js';
import { endAccountSessionJob } from './account-session.jobs.js';
import { isGenuine, makeCookie, newCookieKey, newHandle, type SessionCookie } from './session-cookie.js';
import { neverReached } from '../clerk-answers.js';

/** How long a browser may be away. */
export const SESSION_SECONDS = 30 * 24 * 3_600;
/** How long a sign-in waits for its second factor. */
const PENDING_SECONDS = 10 * 60;
/** Two tabs may ask at once, and the answer with the next cookie may be on its way. */
const GRACE_MS = 10_000;

/** What is sealed of a session: whoever has it is the person. */
interface SealedClient {
  readonly clientToken: string;
  readonly cookieKey: string;
}

/** A session that a request's cookie opened. */
export interface OpenSession {
  readonly session: AccountSession;
  readonly handle: string;
  readonly clientToken: string;
  readonly cookieKey: string;
}

/** What a new session begins with. */
export interface NewSession {
  readonly userId: string;
  readonly signInId: string | null;
  readonly clerkSessionId: string | null;
  readonly clientToken: string;
}

const ACTOR = { kind: 'system', name: 'accounts' } as const;

/**
 * Keeps client tokens of Clerk behind cookies of our own. A cookie is used once: the next one comes with the answer, and one
 * that was replaced before is taken for a copy in somebody else's hands, which ends the session.
 */
@Injectable()
export class AccountSessionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: AccountSessionsStore,
    private readonly subjectKeys: SubjectKeys,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns its first cookie; null where the person was erased meanwhile */
  begin(wanted: NewSession): Promise<{ id: string; cookie: SessionCookie } | null> {
    return this.unitOfWork.run(ACCOUNTS, async () => {
      const id = newId();
      const handle = newHandle();
      const cookieKey = newCookieKey();
      const { clientToken, ...ids } = wanted;
      const sealedClient = await this.seal(id, wanted.userId, { clientToken, cookieKey });
      if (sealedClient === null) return null;
      const now = this.clock.now();
      const expiresAt = this.in(wanted.signInId === null ? SESSION_SECONDS : PENDING_SECONDS);
      await this.sessions.insert(
        { id, ...ids, sealedClient, generation: 1, rotatedAt: now, expiresAt },
        hashOf(handle),
      );
      return { id, cookie: makeCookie(handle, 1, cookieKey) };
    });
  }

  /**
   * Opens the session of a cookie.
   *
   * @throws AppError 401 `session_cookie_missing`, `session_cookie_invalid`; `session_cookie_reused` where it was replaced
   *   long ago: the session has ended by that
   */
  async open(cookie: SessionCookie | 'none' | null): Promise<OpenSession> {
    if (cookie === 'none') throw accountSignInErrors.noCookie();
    if (cookie === null) throw accountSignInErrors.badCookie();
    const opened = await this.unitOfWork.run(ACCOUNTS, () => this.openLocked(cookie));
    if (opened === null) throw accountSignInErrors.badCookie();
    if (opened === 'reused') throw accountSignInErrors.reused();
    return opened;
  }

  /**
   * The same, and replaces the cookie.
   *
   * @returns the next cookie; null for one that was replaced a moment ago, whose browser has the next one already, and for
   *   a sign-in that waits for its second factor
   */
  async rotate(
    cookie: SessionCookie | 'none' | null,
  ): Promise<OpenSession & { readonly next: SessionCookie | null }> {
    if (cookie === 'none') throw accountSignInErrors.noCookie();
    if (cookie === null) throw accountSignInErrors.badCookie();
    const opened = await this.unitOfWork.run(ACCOUNTS, async () => {
      const found = await this.openLocked(cookie);
      if (found === null || found === 'reused') return found;
      const { generation, clerkSessionId } = found.session;
      const isRotated = cookie.generation === generation && clerkSessionId !== null;
      return { ...found, next: isRotated ? await this.next(found) : null };
    });
    if (opened === null) throw accountSignInErrors.badCookie();
    if (opened === 'reused') throw accountSignInErrors.reused();
    return opened;
  }

  /** Notes the session that a second factor opened, and the next cookie; null where the sign-in is over by then. */
  complete(open: OpenSession, clerkSessionId: string, clientToken: string): Promise<SessionCookie | null> {
    return this.unitOfWork.run(ACCOUNTS, async () => {
      if (!(await this.sessions.complete(open.session.id, clerkSessionId))) return null;
      await this.keepToken(open, clientToken);
      return this.next(open);
    });
  }

  /** Notes that Clerk knows the client by another token now. */
  async keepClientToken(open: OpenSession, clientToken: string): Promise<void> {
    if (clientToken === open.clientToken) return;
    await this.unitOfWork.run(ACCOUNTS, () => this.keepToken(open, clientToken));
  }

  /** Counts a code of a second factor. @returns how many there were with this one */
  countCode(id: string): Promise<number> {
    return this.unitOfWork.run(ACCOUNTS, () => this.sessions.countCode(id));
  }

  /** Takes back a code that was counted and never tried. */
  async uncountCode(id: string): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, () => this.sessions.countCode(id, -1));
  }

  /** Ends it here at once, and at Clerk as soon as Clerk can be told. */
  end(id: string): Promise<void> {
    return this.unitOfWork.run(ACCOUNTS, () => this.endNow(id));
  }

  /**
   * Changes a person's password, and ends what was begun with the one before: here at once, sign-ins that wait for their
   * second factor too, of which Clerk's documents do not say what becomes. Where nobody knows whether it was changed, it
   * is taken for changed.
   *
   * @param except the session that stays; null for none
   */
  async changingPassword<T>(
    { userId, except }: { readonly userId: string; readonly except: string | null },
    change: () => Promise<T>,
  ): Promise<T> {
    let isKept = false;
    try {
      return await change();
    } catch (error) {
      isKept = error instanceof ClerkRefusedError || neverReached(error);
      throw error;
    } finally {
      if (!isKept) await this.endAllOf(userId, except);
    }
  }

  /** The client token of a session, ended ones too; null where it is gone or its person was erased. */
  clientTokenOf(id: string): Promise<string | null> {
    return this.unitOfWork.run(ACCOUNTS, async () => {
      const session = await this.sessions.find(id);
      return session === null ? null : ((await this.unseal(session))?.clientToken ?? null);
    });
  }

  /** Clerk was told. */
  forget(id: string): Promise<void> {
    return this.unitOfWork.run(ACCOUNTS, () => this.sessions.delete(id));
  }

  private async openLocked(cookie: SessionCookie): Promise<OpenSession | 'reused' | null> {
    const session = await this.sessions.lockByHandle(hashOf(cookie.handle));
    const now = this.clock.now();
    if (session === null || session.endedAt !== null || session.expiresAt <= now) return null;
    const client = await this.unseal(session);
    if (client === null || !isGenuine(cookie, client.cookieKey)) return null;
    if (!isAcceptable(cookie, session, now)) {
      await this.endNow(session.id);
      await this.audit.record({
        actor: ACTOR,
        action: 'account_session.reused',
        target: { kind: 'user', id: session.userId },
        change: { accountSession: session.id, sessionId: session.clerkSessionId },
      });
      return 'reused';
    }
    return { session, handle: cookie.handle, ...client };
  }

  private async next({ session, handle, cookieKey }: OpenSession): Promise<SessionCookie> {
    const generation = session.generation + 1;
    await this.sessions.rotate(session.id, generation, this.clock.now(), this.in(SESSION_SECONDS));
    return makeCookie(handle, generation, cookieKey);
  }

  private async endNow(id: string): Promise<void> {
    if (await this.sessions.end(id, this.clock.now()))
      await this.jobs.enqueue(endAccountSessionJob, { accountSessionId: id });
  }

  private async endAllOf(userId: string, except: string | null): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, async () => {
      const ended = await this.sessions.endAllOf(userId, except, this.clock.now());
      for (const accountSessionId of ended)
        await this.jobs.enqueue(endAccountSessionJob, { accountSessionId });
    });
  }

  private async keepToken({ session, cookieKey }: OpenSession, clientToken: string): Promise<void> {
    const sealed = await this.seal(session.id, session.userId, { clientToken, cookieKey });
    if (sealed !== null) await this.sessions.reseal(session.id, sealed);
  }

  private seal(id: string, userId: string, client: SealedClient): Promise<string | null> {
    return this.subjectKeys.encryptFor(userId, JSON.stringify(client), aad(id));
  }

  private async unseal({ id, sealedClient }: AccountSession): Promise<SealedClient | null> {
    const text = await this.subjectKeys.decrypt(sealedClient, aad(id));
    return text === null ? null : (JSON.parse(text) as SealedClient);
  }

  private in(seconds: number): Date {
    return new Date(this.clock.nowMs() + seconds * 1_000);
  }
}

/** The current cookie, or the one before it for a moment. */
function isAcceptable({ generation }: SessionCookie, session: AccountSession, now: Date): boolean {
  if (generation === session.generation) return true;
  return generation === session.generation - 1 && now.getTime() - session.rotatedAt.getTime() <= GRACE_MS;
}

function hashOf(handle: string): string {
  return createHash('sha256').update(handle).digest('base64url');
}

function aad(id: string): string {
  return `account_sessions/${id}/client`;
}
