/**
 * The part of Clerk's Frontend API that a backend-for-frontend or a test needs: signing in and up, sessions and their
 * tokens, and what people do with their own account.
 */
import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { ClientAccess } from './client-access.js';
import { clientSessionRoutes } from './client-sessions.js';
import { environmentRoutes } from './environment.js';
import { meRoutes } from './me.js';
import { reverificationRoutes } from './reverifications.js';
import { signInRoutes } from './sign-ins.js';
import { signUpRoutes } from './sign-ups.js';

/** Adds every operation of the Frontend API. */
export function frontendApiRoutes(route: Register, core: EmulatorCore): void {
  const access = new ClientAccess(core);
  environmentRoutes(route, core);
  signInRoutes(route, core, access);
  signUpRoutes(route, core, access);
  clientSessionRoutes(route, core, access);
  reverificationRoutes(route, core, access);
  meRoutes(route, core, access);
}
