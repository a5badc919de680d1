/**
 * People: the mirror of Clerk's users and sessions, and roles on the platform.
 *
 * Owns `users`, `user_email_addresses`, `user_sessions`, `platform_role_grants`, `former_identifiers`, `tombstones`,
 * `tombstone_keys`, and `idempotency_keys`, which `src/auth` writes. Invariants: Clerk is the authority for identity,
 * so rows change only by its word or together with it; the newest state wins; who was deleted never comes back; an
 * ended session stays ended.
 */
export { type AddressHold, type AddressHolder, holdsOf, isHeld } from './identity/address-holds.rule.js';
export { canonicalPhone, identifiersIn, textsIn, type TextAt } from './identity/identifiers.rule.js';
export { isNewer } from './mirror/source-moment.rule.js';
export type { SourceMoment } from './mirror/source-moment.rule.js';
export { TombstoneLookupService } from './mirror/tombstone-lookup.service.js';
export { TombstoneHasher } from './mirror/tombstone-hasher.js';
export { MirrorLock } from './mirror/mirror-lock.js';
export type { MirroredKind } from './mirror/mirrored-kind.js';
export { SessionMirrorService } from './mirror/session-mirror.service.js';
export { UserMirrorService } from './mirror/user-mirror.service.js';
export { UserSeedingService } from './mirror/user-seeding.service.js';
export { UserStatesService } from './mirror/user-states.service.js';
export type { MirrorStates } from './mirror/mirror-states.js';
export type { UserState } from './mirror/user-states.service.js';
export { PlatformOwnerProtectionService } from './platform-roles/platform-owner-protection.service.js';
export { PlatformGrantsService } from './platform-roles/platform-grants.service.js';
export { RecentRevocationsService } from './recent-revocations.service.js';
export { UnknownSessionService } from './unknown-session.service.js';
export { UnknownPersonService } from './unknown-person.service.js';
export { joinUser } from './join-user.js';
export type { User } from './user.entity.js';
export { UserResponse } from './user.dto.js';
export { UsersModule } from './users.module.js';
export { UserFreezeService } from './user-freeze.service.js';
export { UserLookupService } from './user-lookup.service.js';
