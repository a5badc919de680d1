import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UserController, UsersController } from './directory/users.controller.js';
import { UsersService } from './directory/users.service.js';
import { FormerIdentifiers } from './identity/former-identifiers.store.js';
import { TombstonesStore } from './mirror/tombstones.store.js';
import { TombstoneHasher } from './mirror/tombstone-hasher.js';
import { MirrorLock } from './mirror/mirror-lock.js';
import { SessionMirror } from './mirror/session-mirror.service.js';
import { UserMirror } from './mirror/user-mirror.service.js';
import { UserStates } from './mirror/user-states.store.js';
import { PlatformOwnerProtection } from './platform-roles/platform-owner-protection.service.js';
import { PlatformOwners } from './platform-roles/platform-owners.service.js';
import { PlatformRolesController } from './platform-roles/platform-roles.controller.js';
import { PlatformRoles } from './platform-roles/platform-roles.service.js';
import { RecentRevocations } from './recent-revocations.service.js';
import { UnknownSessionService } from './unknown-session.service.js';
import { UnknownPersonService } from './unknown-person.service.js';
import { UserJobsWorker } from './user-jobs.worker.js';
import { UsersStore } from './users.store.js';

@Module({
  imports: [AuditModule],
  controllers: [UsersController, UserController, PlatformRolesController],
  providers: [
    TombstonesStore,
    FormerIdentifiers,
    TombstoneHasher,
    MirrorLock,
    PlatformOwnerProtection,
    PlatformOwners,
    PlatformRoles,
    RecentRevocations,
    SessionMirror,
    UnknownPersonService,
    UnknownSessionService,
    UserJobsWorker,
    UserMirror,
    UserStates,
    UsersService,
    UsersStore,
  ],
  exports: [
    TombstonesStore,
    TombstoneHasher,
    MirrorLock,
    PlatformOwnerProtection,
    RecentRevocations,
    SessionMirror,
    UnknownPersonService,
    UnknownSessionService,
    UserMirror,
    UserStates,
    UsersStore,
  ],
})
export class UsersModule {}
