import { clerkMiddleware, getAuth } from '@clerk/express';
import express from 'express';
import { listening } from './listening.mjs';

const app = express();
app.use(
  clerkMiddleware({
    secretKey: process.env.CLERK_SECRET_KEY,
    publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
    jwtKey: process.env.CLERK_JWT_KEY,
    authorizedParties: [process.env.BENCH_ORIGIN],
  }),
);
app.get('/session', (request, response) => {
  const { userId, sessionId, orgId, orgRole, sessionClaims } = getAuth(request);
  if (!userId) return response.status(401).json({ error: 'unauthenticated' });
  return response.json({
    clerkUserId: userId,
    sessionId,
    expiresAt: new Date(sessionClaims.exp * 1000).toISOString(),
    impersonator: null,
    activeOrganization: { clerkId: orgId, role: orgRole },
  });
});
const server = app.listen(0, '127.0.0.1', () => {
  listening(
    `http://127.0.0.1:${server.address().port}`,
    () => new Promise((resolve) => server.close(resolve)),
  );
});
