import Fastify from 'fastify';
import { importSPKI, jwtVerify } from 'jose';
import { listening } from './listening.mjs';

/** A careful hand-made guard: signature, algorithm, issuer, expiry, authorized party; no revocation, no tenant. */
const fastify = Fastify();
const key = await importSPKI(process.env.CLERK_JWT_KEY, 'RS256');
fastify.get('/session', async (request, reply) => {
  try {
    const { payload } = await jwtVerify((request.headers.authorization ?? '').slice('Bearer '.length), key, {
      algorithms: ['RS256'],
      issuer: process.env.BENCH_ISSUER,
      clockTolerance: 5,
    });
    if (payload.azp !== process.env.BENCH_ORIGIN) throw new Error('azp');
    return {
      clerkUserId: payload.sub,
      sessionId: payload.sid,
      expiresAt: new Date(payload.exp * 1000).toISOString(),
      impersonator: null,
      activeOrganization: { clerkId: payload.o.id, role: `org:${payload.o.rol}` },
    };
  } catch {
    return reply.code(401).send({ error: 'unauthenticated' });
  }
});
await fastify.listen({ port: 0, host: '127.0.0.1' });
listening(fastify.listeningOrigin, () => fastify.close());
