import type { INestApplication } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerBeforeNest } from '#libs/http';
import { ActivityRecorder } from './activity-recorder.js';
import { tokenOfHeader } from './bearer-token.js';
import { RevocationWatch } from './revocation-watch.js';
import { SESSION_PATH, SessionResponse } from './session.controller.js';
import type { SessionClaims } from './session-claims.js';
import { TokenVerifier } from './token-verifier.js';

/**
 * Answers `GET /session` before Nest sees it, where the same token was verified a moment ago: the route that front ends
 * ask most often then costs little more than HTTP itself. Anything but a plain yes (no token, a new one, an expired,
 * revoked, pending or impersonated session) goes on to the guard, which alone refuses. Call before `init`.
 */
export function answerVerifiedSessions(app: INestApplication): void {
  const verifier = app.get(TokenVerifier, { strict: false });
  const revocations = app.get(RevocationWatch, { strict: false });
  const activity = app.get(ActivityRecorder, { strict: false });
  const bodies = new WeakMap<SessionClaims, string>();
  const bodyOf = (claims: SessionClaims): string => {
    const known = bodies.get(claims);
    if (known !== undefined) return known;
    const body = JSON.stringify(SessionResponse.from(claims));
    bodies.set(claims, body);
    return body;
  };
  const answer = (request: FastifyRequest, reply: FastifyReply, goOn: () => void): void => {
    // A header that came twice is refused before this; what was never verified is in no cache, however it is spelled.
    const { authorization } = request.headers;
    const token = authorization === undefined ? undefined : tokenOfHeader(authorization);
    const claims = token === undefined ? undefined : verifier.recall(token);
    // Whether an impersonator may still act stands in a table.
    if (claims?.status !== 'active' || claims.impersonator !== null || revocations.isRevoked(claims)) {
      goOn();
      return;
    }
    activity.seenByToken(claims.clerkUserId);
    void reply.header('content-type', 'application/json; charset=utf-8').send(bodyOf(claims));
  };
  answerBeforeNest(app, SESSION_PATH, answer);
}
