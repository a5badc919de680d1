/**
 * The settings of this service: every environment variable is read once, here, into one frozen {@link Environment}.
 *
 * Owns no table. A wrong setting stops the boot with every problem named at once; a value is never printed. Outside
 * production the local stack fills in what is missing before this parser runs, so the same rules hold everywhere.
 */
export type { BucketSettings } from './bucket-settings.js';
export {
  CLERK_TOKEN_KINDS,
  Environment,
  type ClerkSettings,
  type ClerkTokenKind,
  type LocalSettings,
  type ReadableSettings,
} from './environment.js';
export {
  inspectEnvironment,
  parseEnvironment,
  parseLocalSettings,
  parseMigrationUrl,
} from './parse-environment.js';
export { readSecretFile, readSecretFiles, SECRET_VARIABLES } from './secret-files.js';
export type { Stage } from './stage.rule.js';
export { stageOf } from './stage.rule.js';
export type { StagingAccess } from './staging-access.js';
export { issuerOf, publishableKeyFor } from './publishable-key.js';
export {
  LOG_LEVELS,
  NODE_ENVS,
  ROLES,
  VARIABLES,
  type LogLevel,
  type NodeEnv,
  type ProcessRole,
  type VariableName,
} from './variables.js';
