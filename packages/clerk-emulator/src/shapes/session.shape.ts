import type { EmulatorCore } from '../emulator-core.js';
import type { ClientRecord, JsonObject, SessionRecord } from '../state/records.js';

export function sessionShape(session: SessionRecord): JsonObject {
  return {
    object: 'session',
    id: session.id,
    user_id: session.user_id,
    client_id: session.client_id,
    actor: session.actor,
    status: session.status,
    last_active_organization_id: session.last_active_organization_id,
    last_active_at: session.last_active_at,
    expire_at: session.expire_at,
    abandon_at: session.abandon_at,
    created_at: session.created_at,
    updated_at: session.updated_at,
  };
}

/** The client as the Backend API shows it. */
export function clientShape(core: EmulatorCore, client: ClientRecord): JsonObject {
  const sessions = core.state.sessions.by('client', client.id);
  return {
    object: 'client',
    id: client.id,
    session_ids: sessions.map(({ id }) => id),
    sessions: sessions.map(sessionShape),
    sign_in_id: client.sign_in_id,
    sign_up_id: client.sign_up_id,
    last_active_session_id: client.last_active_session_id,
    last_authentication_strategy: null,
    created_at: client.created_at,
    updated_at: client.updated_at,
  };
}
