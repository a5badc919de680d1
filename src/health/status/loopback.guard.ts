import { AppError } from '#libs/http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isLoopbackRequest } from './loopback.rule.js';

/** Lets nobody in who does not ask from this very machine. */
@Injectable()
export class LoopbackGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { raw } = context.switchToHttp().getRequest<FastifyRequest>();
    if (isLoopbackRequest(raw.socket.remoteAddress, raw.headers)) return true;
    throw new AppError('loopback_only', 403, 'This is answered on the machine of the service only.');
  }
}
