import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { answerQuestions } from '../asked-process.mjs';

/** A local Clerk with production's limits in a process of its own: a million people are gigabytes. */
const clerk = await startClerkEmulator({ port: 0, rateLimits: 'production' });
answerQuestions(
  {
    keys: () => {
      const { url, secretKey, publishableKey, jwtKey, instanceId } = clerk;
      return { url, secretKey, publishableKey, jwtKey, instanceId };
    },
    seed: (request) => clerk.control.seed(request),
    advance: (seconds) => clerk.control.advanceClock(seconds),
  },
  () => clerk.stop(),
);
