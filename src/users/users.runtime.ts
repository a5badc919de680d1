import { CLEAN_UP_ROWS, type ModuleRuntime } from '#manifest';
import { PlatformRoleGrant } from './platform-roles/platform-role-grant.entity.js';
import { UserEmailAddress } from './user-email-address.entity.js';
import { UserSession } from './user-session.entity.js';
import { User } from './user.entity.js';

/** A token lives for ten minutes at most, so what is known of its session decides nothing after this. */
const SESSIONS_KEPT_MS = 30 * 24 * 3600 * 1000;
const sessionsThat = (areOver: string) =>
  `delete from user_sessions where clerk_id = any (array(
     select clerk_id from user_sessions where ${areOver} limit ${CLEAN_UP_ROWS}))`;

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [PlatformRoleGrant, User, UserEmailAddress, UserSession],
  cleanUp: {
    sessions: { sql: sessionsThat('ended_at < $1'), keptMs: SESSIONS_KEPT_MS },
    // Clerk does not always tell of the end of a session that ran out.
    expiredSessions: { sql: sessionsThat('ended_at is null and expires_at < $1'), keptMs: SESSIONS_KEPT_MS },
  },
};
