import { Injectable } from '@nestjs/common';
import { ClerkFrontend, ClerkRefusedError, ClerkSchemaError } from '#libs/clerk';
import { askFrontend } from './clerk-answers.js';
import { AccountSessionsService, type OpenSession } from './sessions/account-sessions.service.js';
import type { SessionCookie } from './sessions/session-cookie.js';
import { accountSignInErrors } from './sign-in.errors.js';
import type { SignedInToken } from './sign-in-outcome.js';
import type { Visitor } from './visitor.js';

/** Gets Clerk's session tokens for browsers that have a cookie of ours, and ends their sessions. */
@Injectable()
export class SessionTokensService {
  constructor(
    private readonly sessions: AccountSessionsService,
    private readonly frontend: ClerkFrontend,
  ) {}

  /**
   * The next token of a session, and its next cookie.
   *
   * @param keep is given the cookie before Clerk is asked: it counts from then on, whatever Clerk answers
   * @throws AppError 401 of the cookie, `second_factor_awaited`, `session_ended`; 503 `sign_in_unavailable`
   */
  async refresh(
    cookie: SessionCookie | 'none' | null,
    visitor: Visitor,
    keep: (next: SessionCookie) => void,
  ): Promise<SignedInToken> {
    const open = await this.sessions.rotate(cookie);
    if (open.next !== null) keep(open.next);
    const { clerkSessionId } = open.session;
    if (clerkSessionId === null) throw accountSignInErrors.factorAwaited();
    return this.tokenOf(open, clerkSessionId, visitor);
  }

  /** @throws AppError 401 of the cookie */
  async signOut(cookie: SessionCookie | 'none' | null): Promise<void> {
    const { session } = await this.sessions.open(cookie);
    await this.sessions.end(session.id);
  }

  /** A token of an open session. @throws AppError 401 `session_ended` where Clerk ended it; it has ended here then, too */
  async tokenOf(open: OpenSession, clerkSessionId: string, visitor: Visitor): Promise<SignedInToken> {
    const { jwt, clientToken } = await askFrontend(() =>
      this.frontend.sessionToken(clerkSessionId, open.clientToken, visitor),
    ).catch(async (error: unknown) => {
      if (!(error instanceof ClerkRefusedError) || ![401, 403, 404].includes(error.status)) throw error;
      await this.sessions.end(open.session.id);
      throw accountSignInErrors.ended({ cause: error });
    });
    await this.sessions.keepClientToken(open, clientToken);
    return { token: jwt, sessionId: clerkSessionId, expiresAt: expiryOf(jwt, clerkSessionId) };
  }
}

/** Read, and not verified: it comes from Clerk itself, and whoever takes it verifies it. */
function expiryOf(jwt: string, sessionId: string): Date {
  const [, claims = ''] = jwt.split('.');
  const { exp, sid } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  if (typeof exp !== 'number' || sid !== sessionId)
    throw new ClerkSchemaError('the session token is of another session');
  return new Date(exp * 1_000);
}
