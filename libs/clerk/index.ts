/**
 * The client of Clerk's Backend API: typed calls with a deadline and bounded retries, and every answer checked before
 * it is believed. The same readers serve webhook payloads, so that both ways in agree on what an object is.
 *
 * Written over `fetch` and not over the SDK's client, which has no deadline, no retry and no check of answers.
 */
export { ClerkAccounts } from './clerk-accounts.js';
export type { ClerkAccount, NewClerkAccount } from './clerk-accounts.js';
export { ClerkApi } from './clerk-api.js';
export { ClerkFrontend, type ClerkSignIn, type SecondFactor } from './frontend/clerk-frontend.js';
export {
  ClerkOwnAccount,
  type OwnFactors,
  type OwnPhone,
  type OwnSession,
  type Reverification,
} from './frontend/clerk-own-account.js';
export { ClerkPasswordResets } from './frontend/clerk-password-resets.js';
export { ClerkSignUps, type ClerkSignUp, type NewSignUp } from './frontend/clerk-sign-ups.js';
export { type FrontendCaller, FrontendTransport } from './frontend/frontend-transport.js';
export { ClerkMachineTokens } from './clerk-machine-tokens.js';
export type { ClerkMachineToken } from './clerk-machine-tokens.js';
export { ClerkRecords } from './clerk-records.js';
export { ClerkTransport } from './clerk-transport.js';
export type { ClerkApiSettings } from './clerk-transport.js';
export type { ClerkAddress } from './http-exchange.js';
export { Stopwatch } from './pacing/stopwatch.js';
export type { ClerkPriority, ClerkRequest } from './clerk-request.js';
export { ClerkDirectory, MAX_IDS } from './directory/clerk-directory.js';
export type { ClerkSender, UserPosition } from './directory/clerk-directory.js';
export { PAGE_SIZE } from './directory/list-page.js';
export type { ListPage } from './directory/list-page.js';
export {
  ClerkCircuitOpenError,
  ClerkRefusedError,
  ClerkSchemaError,
  ClerkUnavailableError,
  IncompleteListError,
} from './clerk-errors.js';
export {
  readDeleted,
  readInvitation,
  readMembership,
  readOrganization,
  readSession,
  readUser,
} from './clerk-objects.js';
export { readOrganizationRole, type ClerkOrganizationRole } from './organization-role.js';
export type {
  ClerkDeleted,
  ClerkEmailAddress,
  ClerkInvitation,
  ClerkMembership,
  ClerkOrganization,
  ClerkSession,
  ClerkUser,
} from './clerk-objects.js';
export { instanceLimitOf } from './pacing/documented-limits.js';
export { unlessMissing } from './unless-missing.js';
