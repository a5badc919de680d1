import { createHmac, type KeyObject } from 'node:crypto';
import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { canonicalJsonOfInput } from '#libs/json';
import { deriveKey } from '../derive-key.js';
import { httpErrors } from '../errors/http-errors.js';
import { HttpSettings } from '../http-settings.js';
import { CallerIdentity } from '../request/caller-identity.js';
import { IdempotencyStore, type IdempotentOutcome, type IdempotentRequest } from './idempotency-store.js';

/** Metadata of a route that takes an `Idempotency-Key`: its {@link IdempotentOptions}. */
export const IDEMPOTENT = 'tenantry:idempotent';

export interface IdempotentOptions {
  /** The member of the answer that names what was made; `id` unless said otherwise. */
  readonly idAs: string;
  /** Whether it makes one thing, in one transaction; else several, each for itself. */
  readonly makesOne: boolean;
}

/** A POST that creates: with an `Idempotency-Key`, a repetition has no second effect. */
export function Idempotent({
  idAs = 'id',
  makesOne = true,
}: Partial<IdempotentOptions> = {}): MethodDecorator {
  const options: IdempotentOptions = { idAs, makesOne };
  return applyDecorators(
    SetMetadata(IDEMPOTENT, options),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Repeating a request with the same key within 24 hours has no second effect: it is answered with the status, ' +
        '`Location` and id of the first one, or, when the first one broke off, with what became of it.',
    }),
  );
}

/** Serves routes marked {@link Idempotent}, after the guard; no other route pays for it. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly key: KeyObject;

  constructor(
    private readonly store: IdempotencyStore,
    private readonly callers: CallerIdentity,
    private readonly reflector: Reflector,
    settings: HttpSettings,
  ) {
    this.key = deriveKey(settings.masterKey, 'idempotency');
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const header = request.headers['idempotency-key'];
    const userId = this.callers.idOf(request);
    if (header === undefined || userId === undefined) return next.handle();
    const options = this.reflector.get<IdempotentOptions>(IDEMPOTENT, context.getHandler());
    const reply = http.getResponse<FastifyReply>();
    const known = this.identify(request, header, userId);
    const { makesOne } = options;
    // Nest has set the status of success before it asks any interceptor.
    return from(this.once({ ...known, status: reply.statusCode, makesOne }, options, reply, next));
  }

  private async once(
    request: IdempotentRequest,
    { idAs }: IdempotentOptions,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const result = await this.store.run(request, async () => {
      const value: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return { value, outcome: outcomeOf(reply, value, idAs) };
    });
    switch (result.kind) {
      case 'done':
        return result.value;
      case 'in_progress':
        throw httpErrors.idempotencyInProgress({
          headers: { 'retry-after': String(result.retryAfterSeconds) },
        });
      case 'reused':
        throw httpErrors.idempotencyKeyReused();
      case 'replayed':
        return replay(reply, result.outcome, idAs);
    }
  }

  private identify(
    request: FastifyRequest,
    header: string | string[],
    userId: string,
  ): Omit<IdempotentRequest, 'status' | 'makesOne'> {
    if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header))
      throw httpErrors.invalidIdempotencyKey();
    return {
      userId,
      operation: `${request.method} ${request.routeOptions.url ?? ''}`,
      params: canonicalJsonOfInput(request.params),
      key: header,
      fingerprint: createHmac('sha256', this.key).update(canonicalJsonOfInput(request.body)).digest('hex'),
    };
  }
}

function outcomeOf(reply: FastifyReply, value: unknown, idAs: string): IdempotentOutcome {
  const id =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[idAs] : undefined;
  const location = reply.getHeader('location');
  return {
    status: reply.statusCode,
    resourceId: typeof id === 'string' ? id : null,
    location: typeof location === 'string' ? location : null,
  };
}

function replay(
  reply: FastifyReply,
  { status, location, resourceId }: IdempotentOutcome,
  idAs: string,
): unknown {
  void reply.status(status).header('idempotent-replayed', 'true');
  if (location !== null) void reply.header('location', location);
  return resourceId === null ? undefined : { [idAs]: resourceId };
}
