import Fastify from 'fastify';
import pg from 'pg';
import { listening } from './listening.mjs';

/** No authentication at all: what HTTP itself costs. */
const fastify = Fastify();
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 12 });
const expiresAt = new Date().toISOString();
fastify.get('/session', async () => ({
  clerkUserId: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy',
  sessionId: 'sess_2Ro7e2IxrffdqBboq8KfB6eGbIy',
  expiresAt,
  impersonator: null,
  activeOrganization: { clerkId: 'org_2Ro7e2IxrffdqBboq8KfB6eGbIy', role: 'org:member' },
}));
fastify.get('/properties/:id', async (request) => {
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
