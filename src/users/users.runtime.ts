import { type ModuleRuntime, periodicWork } from '#manifest';
import { SessionRetentionService } from './mirror/session-retention.service.js';
import { PlatformRoleGrant } from './platform-roles/platform-role-grant.entity.js';
import { UserEmailAddress } from './user-email-address.entity.js';
import { UserSession } from './user-session.entity.js';
import { User } from './user.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [PlatformRoleGrant, User, UserEmailAddress, UserSession],
  cleanUp: periodicWork(SessionRetentionService, (sessions, context) => sessions.drop(context)),
};
