import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { readBearerToken } from './bearer-token.js';
import { TokenVerifier } from './token-verifier.js';

/** Who may read the API document where it is not public: anybody with a valid session. */
@Injectable()
export class DocumentReaders {
  constructor(private readonly verifier: TokenVerifier) {}

  async mayRead(request: FastifyRequest): Promise<boolean> {
    const bearer = readBearerToken(request.raw);
    if (bearer === null || bearer === 'malformed') return false;
    try {
      const claims = await this.verifier.verify(bearer.token);
      return claims.status === 'active';
    } catch {
      return false;
    }
  }
}
