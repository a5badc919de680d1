import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CallerIdentity } from '#libs/http';
import type { GuardedRequest } from './caller.js';

/** Tells the edge (rate limits, idempotency) whom the guard let in. */
@Injectable()
export class SignedInCaller implements CallerIdentity {
  idOf(request: FastifyRequest & GuardedRequest): string | undefined {
    const caller = request.access?.caller;
    if (caller === undefined) return undefined;
    return caller.kind === 'user' ? caller.userId : caller.account.keyId;
  }
}
