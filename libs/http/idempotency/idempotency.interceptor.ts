import { createHmac } from 'node:crypto';
import { Environment } from '#libs/config';
import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { deriveKey } from '../derived-key.js';
import { httpErrors } from '../errors/http-errors.js';
import { CallerIdentity } from '../request/caller-identity.js';
import { canonicalJson } from './canonical-json.js';
import { IdempotencyStore, type IdempotentOutcome, type IdempotentRequest } from './idempotency-store.js';

/** A POST that creates: with an `Idempotency-Key`, a repetition has no second effect. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Repeating a request with the same key within 24 hours has no second effect.',
    }),
  );
}

/** Serves routes marked {@link Idempotent}, after the guard; no other route pays for it. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly key: Buffer;

  constructor(
    private readonly store: IdempotencyStore,
    private readonly callers: CallerIdentity,
    environment: Environment,
  ) {
    this.key = deriveKey(environment.masterKey, 'idempotency');
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const header = request.headers['idempotency-key'];
    const userId = this.callers.idOf(request);
    if (header === undefined || userId === undefined) return next.handle();
    return from(this.once(this.identify(request, header, userId), http.getResponse<FastifyReply>(), next));
  }

  private async once(request: IdempotentRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const result = await this.store.run(request, async () => {
      const value: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return { value, outcome: outcomeOf(reply, value) };
    });
    switch (result.kind) {
      case 'done':
        return result.value;
      case 'in_progress':
        throw httpErrors.idempotencyInProgress({ headers: { 'retry-after': '1' } });
      case 'reused':
        throw httpErrors.idempotencyKeyReused();
      case 'replayed':
        return replay(reply, result.outcome);
    }
  }

  private identify(request: FastifyRequest, header: string | string[], userId: string): IdempotentRequest {
    if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header))
      throw httpErrors.invalidIdempotencyKey();
    return {
      userId,
      operation: `${request.method} ${request.routeOptions.url ?? ''}`,
      params: canonicalJson(request.params),
      key: header,
      fingerprint: createHmac('sha256', this.key).update(canonicalJson(request.body)).digest('hex'),
    };
  }
}

function outcomeOf(reply: FastifyReply, value: unknown): IdempotentOutcome {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  const location = reply.getHeader('location');
  return {
    status: reply.statusCode,
    resourceId: typeof id === 'string' ? id : null,
    location: typeof location === 'string' ? location : null,
  };
}

function replay(reply: FastifyReply, { status, location, resourceId }: IdempotentOutcome): unknown {
  void reply.status(status).header('idempotent-replayed', 'true');
  if (location !== null) void reply.header('location', location);
  return resourceId === null ? undefined : { id: resourceId };
}
