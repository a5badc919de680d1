/**
 * Settings: every environment variable is read once, here, into one frozen {@link Environment}.
 *
 * A wrong setting stops the boot with every problem named at once; a value is never printed. Outside production the
 * local stack fills in what is missing before this parser runs, so the same rules hold everywhere.
 */
export {
  Environment,
  type ClerkSettings,
  type LocalSettings,
  type RateLimitSettings,
} from './environment.js';
export { EnvironmentError, type EnvironmentProblem } from './environment-error.js';
export { isLoopbackAddress } from './loopback.js';
export { parseEnvironment, parseLocalSettings, parseMigrationUrl } from './parse-environment.js';
export {
  LOG_LEVELS,
  NODE_ENVS,
  ROLES,
  VARIABLES,
  type LogLevel,
  type NodeEnv,
  type Role,
} from './variables.js';
export { issuerOf, publishableKeyFor } from './publishable-key.js';
