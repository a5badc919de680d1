import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TokenReader } from './token-reader.js';

/** Who may read the API document where it is not public: anybody with a valid session. */
@Injectable()
export class DocumentReaders {
  constructor(private readonly tokens: TokenReader) {}

  async mayRead(request: FastifyRequest): Promise<boolean> {
    try {
      const claims = await this.tokens.read(request);
      return claims.status === 'active';
    } catch {
      return false;
    }
  }
}
