import { clerkPlugin, getAuth } from '@clerk/fastify';
import Fastify from 'fastify';
import pg from 'pg';
import { listening } from './listening.mjs';

/** As Clerk's documentation has it, with the public key given so that no network is needed. */
const fastify = Fastify();
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 12 });
await fastify.register(clerkPlugin, {
  secretKey: process.env.CLERK_SECRET_KEY,
  publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
  jwtKey: process.env.CLERK_JWT_KEY,
  authorizedParties: [process.env.BENCH_ORIGIN],
});
fastify.get('/session', async (request, reply) => {
  const { userId, sessionId, orgId, orgRole, sessionClaims } = getAuth(request);
  if (!userId) return reply.code(401).send({ error: 'unauthenticated' });
  return {
    clerkUserId: userId,
    sessionId,
    expiresAt: new Date(sessionClaims.exp * 1000).toISOString(),
    impersonator: null,
    activeOrganization: { clerkId: orgId, role: orgRole },
  };
});
// One plain query and no look at whose property it is.
fastify.get('/properties/:id', async (request, reply) => {
  const { userId } = getAuth(request);
  if (!userId) return reply.code(401).send({ error: 'unauthenticated' });
  const { rows } = await pool.query('select * from properties where id = $1', [
    /** @type {{ id: string }} */ (request.params).id,
  ]);
  return rows[0];
});
await fastify.listen({ port: 0, host: '127.0.0.1' });
listening(fastify.listeningOrigin, async () => {
  await fastify.close();
  await pool.end();
});
