import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { deriveKey, takesSecureCookies } from '#libs/http';
import { decrypt, encrypt, PersonalDataError } from '#libs/personal-data';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import { authErrors } from '../auth.errors.js';
import type { SessionClaims } from '../session-claims.js';
import { TokenReader } from '../token-reader.js';
import { type PagePass, readPassCookie, setPassCookie } from '../page-pass.js';
import { pageAt, pathOf } from './page-routes.js';

const BOUND_TO = Buffer.from('page-pass');

/** A page that somebody wants to see. */
export interface WantedPage {
  /** Its path and query. */
  readonly address: string;
  readonly accessReason: string | null;
}

/** A page that was opened for a browser. */
export interface OpenedPage {
  /** Where it goes on: the path and query that were asked for. */
  readonly location: string;
  /** When the pass ends, which is when the token ends that it was made of. */
  readonly expiresAt: Date;
}

/**
 * Makes and reads the passes with which a browser opens pages. A pass is what a verified session token said, sealed: it ends
 * when the token would, and the guard asks the tables about session and rights as it does for the token. It is no
 * token and none can be made of it, so that whoever finds one in the log of a proxy reads one page for a minute.
 */
@Injectable()
export class PagePasses {
  private readonly key: KeyObject;

  constructor(
    private readonly environment: Environment,
    private readonly clock: Clock,
    private readonly tokens: TokenReader,
  ) {
    this.key = deriveKey(environment.masterKey, 'page-pass');
  }

  /**
   * Gives a browser the pass of one page, in a cookie.
   *
   * @throws AppError 422 `no_page` for any other address
   */
  give(request: FastifyRequest, reply: FastifyReply, wanted: WantedPage, claims: SessionClaims): OpenedPage {
    const page = pageAt(pathOf(wanted.address));
    if (page === null) throw authErrors.noPage();
    const pass: PagePass = { page, claims, accessReason: wanted.accessReason };
    const value = encrypt(this.key, Buffer.from(JSON.stringify(pass)), BOUND_TO).toString('base64url');
    const seconds = Math.max(0, Math.floor(claims.expiresAt - this.clock.nowMs() / 1000));
    void reply.header(
      'set-cookie',
      setPassCookie(value, takesSecureCookies(request, this.environment), seconds),
    );
    return { location: wanted.address, expiresAt: new Date(claims.expiresAt * 1000) };
  }

  /** The same for a token as Clerk gave it out. @throws AppError 401 `invalid_token`, 403 `session_pending` */
  async giveFor(
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: WantedPage,
  ): Promise<OpenedPage> {
    const claims = await this.tokens.verify(token);
    if (claims.status === 'pending') throw authErrors.pendingSession();
    return this.give(request, reply, wanted, claims);
  }

  /** The pass of a request for the page that it asks for; null without one that holds. */
  read(request: FastifyRequest): PagePass | null {
    const value = readPassCookie(request.headers.cookie, takesSecureCookies(request, this.environment));
    if (value === null) return null;
    const pass = this.open(value);
    if (pass === null || pass.page !== pageAt(pathOf(request.url))) return null;
    return pass.claims.expiresAt * 1000 > this.clock.nowMs() ? pass : null;
  }

  private open(value: string): PagePass | null {
    try {
      const text = decrypt(this.key, Buffer.from(value, 'base64url'), BOUND_TO).toString('utf8');
      return JSON.parse(text) as PagePass;
    } catch (error) {
      if (error instanceof PersonalDataError) return null;
      throw error;
    }
  }
}
