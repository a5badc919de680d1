/**
 * Clerk in a box: a server that speaks Clerk's Backend API, the needed part of the Frontend API and Svix's webhooks,
 * with a control panel for tests. The unmodified `@clerk/backend` works against it through `apiUrl`.
 * It knows nothing of the application that uses it.
 */
export { startClerkEmulator } from './clerk-emulator.js';
export { IdGenerator } from './state/id-generator.js';
export { generateSigningKeys, type SigningKeys } from './state/instance-identity.js';
export { totpCode } from './operations/one-time-codes.js';
export type { ClerkEmulator, ClerkEmulatorOptions } from './options.js';
export type {
  ClerkEmulatorControl,
  ControlState,
  Delivery,
  MintedToken,
  SeedCounts,
  SeedRequest,
  TokenOptions,
  WebhookSettings,
} from './control/control.types.js';
export type { FaultRule } from './control/faults.js';
export type { WebhookFaultSettings } from './control/webhook-faults.js';
