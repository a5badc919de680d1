/**
 * Accounts of an older system on their way to Clerk.
 *
 * Owns `legacy_accounts`, `legacy_account_secrets`, `legacy_rights`, `account_imports`, `account_import_lease`,
 * `account_sessions`, `account_sign_in_days`, `account_retirement`, `account_sign_ups`, `sign_up_invites`, `password_resets`. Invariants: an account becomes one user at the most,
 * whatever is killed or lost on the way; a row says `creating` before Clerk is asked; digests and TOTP secrets lie sealed in
 * one table that nobody else reads, and end with the transaction that notes the user; who was erased never comes back; whoever
 * has a Clerk id signs in by Clerk's word alone.
 */
export { AccountPagesService, ENDS_AT, wayOn } from './pages/account-pages.service.js';
export type { PageAnswer, PageRequest } from './pages/page-request.js';
export { ACCOUNT_PAGE_POLICY, framed } from './pages/account-page.js';
export { AccountSignInModule } from './account-sign-in.module.js';
export { ACCOUNT_FORMATS, type AccountFormat, accountFormatOf, recordsIn } from './files/account-formats.js';
export { REFUSALS } from './files/check-record.rule.js';
export { readFirebaseParameters } from './files/firebase-digest.js';
export { ImportService, type ImportPreview } from './import/import.service.js';
export { type Comfort, COMFORTABLE_DAYS } from './retire/comfortable.rule.js';
export { RETIREMENT_TYPE } from './retire/retirement-type.js';
export { type RetirementPlan, RetireService } from './retire/retire.service.js';
export { type RetirementReport } from './retire/retirement.store.js';
export { RIGHT_KINDS, RIGHT_REFUSALS, type RightKind } from './rights/right-record.js';
export { rightsInFile } from './rights/rights-file.js';
export { type RightsLoadReport, RightsLoadService } from './rights/rights-load.service.js';
export { ImportRunService, type ImportRunReport } from './run/import-run.service.js';
export { LoadService, type LoadReport } from './load/load.service.js';
export type { Invite } from './sign-up/invites/invites.store.js';
export { InvitesService } from './sign-up/invites/invites.service.js';
export { type AccountsStatus, StatusService } from './status.service.js';
export { type SweepPlan } from './sweep/sweep-plan.js';
export { SweepService } from './sweep/sweep.service.js';
export type { WhyKept } from './undo/rights-undo.service.js';
export { UndoService } from './undo/undo.service.js';
