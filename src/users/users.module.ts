import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UserController, UsersController } from './directory/users.controller.js';
import { UsersService } from './directory/users.service.js';
import { FormerIdentifiersStore } from './identity/former-identifiers.store.js';
import { TombstoneLookupService } from './mirror/tombstone-lookup.service.js';
import { TombstoneHasher } from './mirror/tombstone-hasher.js';
import { MirrorLock } from './mirror/mirror-lock.js';
import { SessionMirrorService } from './mirror/session-mirror.service.js';
import { UserMirrorService } from './mirror/user-mirror.service.js';
import { UserSeedingService } from './mirror/user-seeding.service.js';
import { UserStatesService } from './mirror/user-states.service.js';
import { PlatformOwnerProtectionService } from './platform-roles/platform-owner-protection.service.js';
import { PlatformGrantsService } from './platform-roles/platform-grants.service.js';
import { PlatformOwnersService } from './platform-roles/platform-owners.service.js';
import { PlatformRolesController } from './platform-roles/platform-roles.controller.js';
import { PlatformRolesService } from './platform-roles/platform-roles.service.js';
import { RecentRevocationsService } from './recent-revocations.service.js';
import { UnknownSessionService } from './unknown-session.service.js';
import { UnknownPersonService } from './unknown-person.service.js';
import { UserJobsWorker } from './user-jobs.worker.js';
import { UserFreezeService } from './user-freeze.service.js';
import { UserLookupService } from './user-lookup.service.js';
import { UsersStore } from './users.store.js';

@Module({
  imports: [AuditModule],
  controllers: [UsersController, UserController, PlatformRolesController],
  providers: [
    TombstoneLookupService,
    FormerIdentifiersStore,
    TombstoneHasher,
    MirrorLock,
    PlatformGrantsService,
    PlatformOwnerProtectionService,
    PlatformOwnersService,
    PlatformRolesService,
    RecentRevocationsService,
    SessionMirrorService,
    UnknownPersonService,
    UnknownSessionService,
    UserFreezeService,
    UserJobsWorker,
    UserLookupService,
    UserMirrorService,
    UserSeedingService,
    UserStatesService,
    UsersService,
    UsersStore,
  ],
  exports: [
    TombstoneLookupService,
    TombstoneHasher,
    MirrorLock,
    PlatformGrantsService,
    PlatformOwnerProtectionService,
    RecentRevocationsService,
    SessionMirrorService,
    UnknownPersonService,
    UnknownSessionService,
    UserFreezeService,
    UserLookupService,
    UserMirrorService,
    UserSeedingService,
    UserStatesService,
  ],
})
export class UsersModule {}
