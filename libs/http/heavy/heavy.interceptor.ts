import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { CallerIdentity } from '../request/caller-identity.js';
import { HeavyRequests } from './heavy-requests.js';

/** Metadata of a route that is marked {@link Heavy}. */
export const HEAVY = 'tenantry:heavy';

/**
 * A route whose answer takes the database or this process long: reports, exports, work on many rows. So many at once as
 * `HEAVY_REQUESTS_AT_ONCE` says are answered, and no more than half of them for one person.
 */
export function Heavy(): MethodDecorator {
  return applyDecorators(
    SetMetadata(HEAVY, true),
    UseInterceptors(HeavyInterceptor),
    ApiExtension('x-heavy', true),
  );
}

/** Serves routes marked {@link Heavy}, behind the guard: who is refused takes no turn. */
@Injectable()
export class HeavyInterceptor implements NestInterceptor {
  constructor(
    private readonly requests: HeavyRequests,
    private readonly callers: CallerIdentity,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const { raw } = http.getResponse<FastifyReply>();
    const owner = this.callers.idOf(http.getRequest<FastifyRequest>()) ?? '';
    const end = await this.requests.begin(owner);
    // Also the end of a stream, and of a connection that broke.
    if (raw.closed || raw.destroyed) end();
    else raw.once('close', end);
    return next.handle();
  }
}
