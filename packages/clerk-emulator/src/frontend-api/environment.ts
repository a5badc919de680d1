import type { EmulatorCore } from '../emulator-core.js';
import { readSettings } from '../operations/settings.js';
import type { Register } from '../server/call.js';

/** Where the pages of the instance are; everybody may ask. */
export function environmentRoutes(route: Register, core: EmulatorCore): void {
  const environment = () => {
    const { sign_in_url, sign_up_url, home_url } = readSettings(core, 'display_config');
    return {
      object: 'environment',
      display_config: {
        object: 'display_config',
        id: 'display_config',
        instance_environment_type: 'development',
        sign_in_url: sign_in_url ?? `${core.url()}/`,
        sign_up_url: sign_up_url ?? `${core.url()}/`,
        home_url: home_url ?? core.authorizedParty,
      },
    };
  };
  route('GET', '/environment', environment);
  // Clerk's script tells where it runs, by a POST that means a PATCH, and is told the same.
  route('POST', '/environment', environment);
}
