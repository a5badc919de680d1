import type { EmulatorCore } from '../emulator-core.js';
import { without } from '../operations/document-store.js';
import type { ClientRecord, JsonObject, SessionRecord, UserRecord } from '../state/records.js';
import { membershipShape } from './organization.shape.js';
import { sessionShape } from './session.shape.js';
import { identifierOf, imageUrl, userShape } from './user.shape.js';

const HIDDEN_FROM_PEOPLE = ['private_metadata', 'locale', 'bypass_client_trust'];

/** The membership as its member sees it: without what is private to the application. */
export function ownMembershipShape(
  core: EmulatorCore,
  membership: Parameters<typeof membershipShape>[1],
): JsonObject {
  const shape = membershipShape(core, membership);
  const organization = without(
    shape['organization'] as JsonObject,
    'private_metadata',
    'created_by',
    'role_set_key',
  );
  return { ...without(shape, 'private_metadata'), organization };
}

/** The user as they see themselves. */
export function ownUserShape(core: EmulatorCore, user: UserRecord): JsonObject {
  const shape = without(userShape(core, user), ...HIDDEN_FROM_PEOPLE);
  return {
    ...without(shape, ...(user.create_organizations_limit === null ? ['create_organizations_limit'] : [])),
    organization_memberships: core.state.memberships
      .by('user', user.id)
      .map((membership) => ownMembershipShape(core, membership)),
  };
}

/** A session as its person sees it, with the user inside. */
export function ownSessionShape(core: EmulatorCore, session: SessionRecord): JsonObject {
  const user = core.state.users.get(session.user_id);
  const minutes = (at: number): number => Math.max(0, Math.floor((core.clock.now() - at) / 60_000));
  return {
    ...without(sessionShape(session), 'user_id', 'client_id'),
    factor_verification_age: [
      minutes(session.first_factor_at),
      session.second_factor_at === null ? -1 : minutes(session.second_factor_at),
    ],
    ...(user && {
      user: ownUserShape(core, user),
      public_user_data: {
        user_id: user.id,
        first_name: user.first_name,
        last_name: user.last_name,
        image_url: imageUrl(user.id),
        has_image: user.has_image,
        identifier: identifierOf(user),
      },
    }),
  };
}

/** The client as the browser sees it: its live sessions and what it is in the middle of. */
export function ownClientShape(
  core: EmulatorCore,
  client: ClientRecord,
  attempts: { sign_in: JsonObject | null; sign_up: JsonObject | null },
): JsonObject {
  const sessions = core.state.sessions
    .by('client', client.id)
    .filter(({ status, expire_at }) => status === 'active' && expire_at > core.clock.now());
  return {
    object: 'client',
    id: client.id,
    sessions: sessions.map((session) => ownSessionShape(core, session)),
    ...attempts,
    last_active_session_id: sessions.some(({ id }) => id === client.last_active_session_id)
      ? client.last_active_session_id
      : null,
    last_authentication_strategy: null,
    cookie_expires_at: null,
    captcha_bypass: false,
    created_at: client.created_at,
    updated_at: client.updated_at,
  };
}
