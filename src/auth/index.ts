/**
 * Who is calling, and what may they do here.
 *
 * Owns no table. Invariants: a route that declares nobody does not boot and is refused; every right comes from our own
 * tables, looked up for each request, never from the token; only this module makes scopes.
 */
export {
  AccessDirectory,
  AccessLog,
  MembershipResolver,
  MirrorState,
  SessionResolver,
  UnknownPersonResolver,
} from './access-directory.js';
export type {
  AccessRecord,
  Denial,
  HeldRoleRecord,
  PathTarget,
  SupportAccessRecord,
} from './access-directory.js';
export { mayKnow, subjectOf } from './access.rule.js';
export { ActivityRecorder } from './activity-recorder.js';
export type { Activity } from './activity-recorder.js';
export { ActivityModule } from './activity.module.js';
export { authErrors, signInRemedy } from './auth.errors.js';
export { found } from './found.js';
export { AuthorizationModel, BUILT_IN_MODEL } from './authorization-model.js';
export type { DeclaredPermission } from './authorization-model.js';
export { AuthorizationModels, AuthorizationModelSource } from './authorization-models.js';
export { AuthModule } from './auth.module.js';
export { actorOf, idOfCaller } from './caller.js';
export type { Actor, Caller, Principal, ServiceAccountCaller } from './caller.js';
export type { ClerkCredential } from './clerk-token-verifier.js';
export { tokenOfHeader } from './bearer-token.js';
export { BreakGlassLedger, type BreakGlassUse } from './break-glass/break-glass-ledger.js';
export { BREAK_GLASS_ROUTES } from './break-glass/break-glass-routes.js';
export { describeAccess, guardProblems } from './describe-access.js';
export { DocumentReaders } from './document-readers.js';
export { admitPagePasses } from './pages/admit-page-passes.js';
export { PagePasses } from './pages/page-passes.js';
export { PAGE_ADDRESS } from './pages/page-routes.js';
export { ACCESS_REASON_LENGTH } from './access-reason.js';
export {
  AsPerson,
  Claims,
  CurrentCaller,
  CurrentPrincipal,
  InOrganization,
  InProperty,
  MaybePerson,
  MaybePlatform,
  OnPlatform,
  StatedSupportAccess,
} from './parameters.js';
export { NO_TARGET, TARGET_PARAMETERS } from './path-target.js';
export { isForTenants, permissions } from './permission-catalogue.js';
export type { Permission } from './permission-catalogue.js';
export {
  builtInPropertyRoles,
  builtInRoles,
  LEAST_ROLE,
  OWNER_ROLE,
  platformRoles,
} from './role-catalogue.js';
export type { PlatformRoleKey } from './role-catalogue.js';
export { checkInventory, readInventory, UndeclaredRouteError } from './route-inventory.js';
export type { InventoryEntry } from './route-inventory.js';
export {
  NotImpersonated,
  OpenToServiceAccounts,
  OrganizationRole,
  PlatformRole,
  PropertyRole,
  Public,
  RequirePermission,
  SignedIn,
  StepUp,
} from './route-policy.js';
export { ScopeProver } from './scope-prover.js';
export type { ResolvedAccess, SupportAccess } from './scope-prover.js';
export { ServiceAccountAccess, type ServiceAccountAtPlace } from './service-account-access.js';
export { ServiceAccountDirectory } from './service-account-directory.js';
export { StagingDirectory } from './staging-gate.js';
export type { RightsSource, ServiceAccountRecord } from './service-account-directory.js';
export type { MissingSide } from './service-account-faults.js';
export { networkValue } from './network-value.js';
export {
  defaultPlatformPolicy,
  faultsOfSignIn,
  isSignInFault,
  OPEN_POLICY,
  SIGN_IN_FAULTS,
} from './sign-in-policy.rule.js';
export type { SignIn, SignInFault, SignInPolicy } from './sign-in-policy.rule.js';
export { makeServiceAccountKey } from './service-account-key.js';
export { mayPlatformAccountsHold, mayServiceAccountsHold } from './service-account-rights.rule.js';
export type { GrantEffect } from './service-account-rights.rule.js';
export { parseReference, ReferenceParam, referenceValue } from './reference.js';
export type { Reference } from './reference.js';
export { RevocationSource } from './revocation-watch.js';
export type { Revocations } from './revocation-watch.js';
export { checkSessionClaims, SESSION_CATEGORY } from './session-claims.js';
export type { SessionClaims } from './session-claims.js';
export { staleFactor } from './stale-factor.rule.js';
export { narrowedTo, systemScope } from './system-scope.js';
export type { SystemName } from './system-scope.js';
export { ClaimsRefusedError } from './token-fault.js';
export { refuseKeysInUrls } from './refuse-keys-in-urls.js';
export { answerVerifiedSessions } from './verified-session.hook.js';
