import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CallerIdentity } from '../request/caller-identity.js';
import { RateLimits } from './rate-limits.js';

/** Counts every request of a signed-in user; registered once for the application, behind the guard that knows him. */
@Injectable()
export class UserRateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: RateLimits,
    private readonly callers: CallerIdentity,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const userId = this.callers.idOf(http.getRequest<FastifyRequest>());
    return userId === undefined || this.count(userId, http.getResponse<FastifyReply>());
  }

  private async count(userId: string, reply: FastifyReply): Promise<boolean> {
    const refusal = await this.limits.countUser(userId, reply);
    if (refusal) throw refusal;
    return true;
  }
}
