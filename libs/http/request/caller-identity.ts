import type { FastifyRequest } from 'fastify';

/** Tells who has been let in by the guard; a port, filled by the module that authenticates. */
export abstract class CallerIdentity {
  /** A stable id of the signed-in caller; undefined on public routes. */
  abstract idOf(request: FastifyRequest): string | undefined;
}
