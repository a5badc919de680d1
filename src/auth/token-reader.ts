import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import type { AppError } from '#libs/http';
import { authErrors } from './auth.errors.js';
import { readBearerToken } from './bearer-token.js';
import { passOf } from './page-pass.js';
import type { SessionClaims } from './session-claims.js';
import { challengeOf, faultOf, type TokenFault } from './token-fault.js';
import { TokenVerifier } from './token-verifier.js';

const refusals = new Counter({
  name: 'tenantry_token_refusals_total',
  help: 'Tokens that were answered with 401, by the class of the fault',
  labelNames: ['reason'],
});

/** Reads the session token of a request; the only place that refuses one, so every refusal is counted and told. */
@Injectable()
export class TokenReader {
  private readonly logger = new Logger(TokenReader.name);

  constructor(private readonly verifier: TokenVerifier) {}

  /** @throws AppError 401 `unauthenticated` without a token, 401 `invalid_token` with one that does not hold here */
  async read(request: Pick<FastifyRequest, 'raw'>): Promise<SessionClaims> {
    const pass = passOf(request.raw);
    if (pass !== undefined) return pass.claims;
    const bearer = readBearerToken(request.raw);
    if (bearer === null) throw authErrors.noCredentials();
    if (bearer === 'malformed') throw this.refuse('malformed');
    return this.verify(bearer.token);
  }

  /** @throws AppError 401 `invalid_token` for one that does not hold here */
  async verify(token: string): Promise<SessionClaims> {
    try {
      return await this.verifier.verify(token);
    } catch (error) {
      throw this.refuse(faultOf(error), error);
    }
  }

  /** Counts and tells a refused token, and gives the answer. Neither holds the token or a value from it. */
  refuse(fault: TokenFault, cause?: unknown): AppError {
    refusals.inc({ reason: fault });
    this.logger.log({ msg: 'refused a session token', reason: fault });
    return authErrors.badCredentials(challengeOf(fault), cause);
  }
}
