import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { jsonWebKey } from '../state/instance-identity.js';

/** The public key that session tokens are signed with. */
export function jwksRoutes(route: Register, core: EmulatorCore): void {
  route('GET', '/jwks', () => ({ keys: [jsonWebKey(core.identity)] }));
}
