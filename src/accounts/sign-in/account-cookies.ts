import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, takesSecureCookies } from '#libs/http';
import { Environment } from '#settings';
import { type HandleCookie, readHandle, setHandle } from './handle-cookie.js';
import { SESSION_SECONDS } from './sessions/account-sessions.service.js';
import { readCookie, type SessionCookie, setCookie } from './sessions/session-cookie.js';
import { readWantedPage, setWantedPage } from './wanted-page-cookie.js';

/** After these there is no session that the cookie could open. */
const OVER = new Set([
  'session_cookie_invalid',
  'session_cookie_reused',
  'session_ended',
  'second_factor_not_pending',
]);

/** Reads and sets the cookies of people who sign in by this service. */
@Injectable()
export class AccountCookies {
  constructor(private readonly environment: Environment) {}

  /** Runs work with the session cookie of a request. A cookie that opens nothing is taken away. */
  async withSession<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (cookie: SessionCookie | 'none' | null) => Promise<T>,
  ): Promise<T> {
    const cookie = readCookie(request.headers.cookie, this.isSecure(request));
    try {
      return await work(cookie);
    } catch (error) {
      const isOver = error instanceof AppError && OVER.has(error.code);
      if (isOver && cookie !== 'none') this.giveSession(request, reply, null);
      throw error;
    }
  }

  /** Gives out a session cookie; null takes it away. */
  giveSession(request: FastifyRequest, reply: FastifyReply, cookie: SessionCookie | null): void {
    replace(reply, setCookie(cookie, this.isSecure(request), SESSION_SECONDS));
  }

  /** Whether a request brings a session cookie, whatever it opens. */
  hasSession(request: FastifyRequest): boolean {
    return readCookie(request.headers.cookie, this.isSecure(request)) !== 'none';
  }

  /** The page that a browser asked for before its person signed in; null without one. */
  wantedPage(request: FastifyRequest): string | null {
    return readWantedPage(request.headers.cookie, this.isSecure(request));
  }

  /** Keeps the page that a browser asked for until its person has signed in; null forgets it. */
  wantPage(request: FastifyRequest, reply: FastifyReply, address: string | null): void {
    replace(reply, setWantedPage(address, this.isSecure(request)));
  }

  readHandle(cookie: HandleCookie, request: FastifyRequest): string | null {
    return readHandle(cookie, request.headers.cookie, this.isSecure(request));
  }

  /** Gives out a handle; null takes it away. */
  giveHandle(
    cookie: HandleCookie,
    request: FastifyRequest,
    reply: FastifyReply,
    handle: string | null,
  ): void {
    replace(reply, setHandle(cookie, handle, this.isSecure(request)));
  }

  private isSecure(request: FastifyRequest): boolean {
    return takesSecureCookies(request, this.environment);
  }
}

/** Fastify would add to what stands there; the last word on a name counts alone. */
function replace(reply: FastifyReply, header: string): void {
  const start = header.slice(0, header.indexOf('=') + 1);
  const before = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  const others = before.filter((each) => !each.startsWith(start));
  void reply.removeHeader('set-cookie').header('set-cookie', [...others, header]);
}
