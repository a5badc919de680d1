import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RevocationWatch } from './revocation-watch.js';
import { StagingGate } from './staging-gate.js';
import { TokenReader } from './token-reader.js';

/** Who may read the API document where it is not public: anybody with a valid session who may use the service at all. */
@Injectable()
export class DocumentReaders {
  constructor(
    private readonly tokens: TokenReader,
    private readonly revocations: RevocationWatch,
    private readonly staging: StagingGate,
  ) {}

  async mayRead(request: FastifyRequest): Promise<boolean> {
    try {
      const claims = await this.tokens.read(request);
      if (claims.status !== 'active' || this.revocations.isRevoked(claims)) return false;
      await this.staging.demandPerson(claims.clerkUserId);
      return true;
    } catch {
      return false;
    }
  }
}
