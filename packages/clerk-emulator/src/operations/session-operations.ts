import type { EmulatorCore } from '../emulator-core.js';
import { changeTime } from '../emulator-core.js';
import { notFound } from '../server/clerk-error.js';
import { sessionShape } from '../shapes/session.shape.js';
import { userShape } from '../shapes/user.shape.js';
import { randomText } from '../state/id-generator.js';
import type { ClientRecord, JsonObject, SessionRecord, SessionStatus } from '../state/records.js';
import { noteActivity } from './note-activity.js';

const SESSION_MS = 7 * 24 * 60 * 60 * 1000;
const ABANDON_MS = 30 * 24 * 60 * 60 * 1000;

/** What a new session may start with. */
export interface NewSession {
  userId: string;
  clientId?: string | undefined;
  organizationId?: string | null | undefined;
  actor?: JsonObject | undefined;
  secondFactor?: boolean | undefined;
  maxDurationMs?: number | undefined;
}

/** A fresh client, as a browser that was never here. */
export function createClient(core: EmulatorCore): ClientRecord {
  const now = core.clock.now();
  return core.state.clients.put({
    id: core.ids.next('client', now),
    secret: randomText(48),
    sign_in_id: null,
    sign_up_id: null,
    last_active_session_id: null,
    created_at: now,
    updated_at: now,
  });
}

/** Signs a person in: an active session, `session.created` for the webhooks. */
export function createSession(core: EmulatorCore, input: NewSession): SessionRecord {
  const now = core.clock.now();
  const client = core.state.clients.get(input.clientId ?? '') ?? createClient(core);
  const session = core.state.sessions.put({
    id: core.ids.next('sess', now),
    user_id: input.userId,
    client_id: client.id,
    actor: input.actor ?? null,
    status: 'active',
    last_active_organization_id: input.organizationId ?? null,
    last_active_at: now,
    first_factor_at: now,
    second_factor_at: input.secondFactor ? now : null,
    expire_at: now + (input.maxDurationMs ?? SESSION_MS),
    abandon_at: now + ABANDON_MS,
    created_at: now,
    updated_at: now,
  });
  core.state.clients.put({
    ...client,
    last_active_session_id: session.id,
    updated_at: changeTime(core, client),
  });
  if (!input.actor) noteActivity(core, input.userId, true);
  emitSession(core, 'session.created', session);
  return session;
}

/** The session, its expiry taken into account. */
export function getSession(core: EmulatorCore, id: string): SessionRecord {
  const session = core.state.sessions.get(id);
  if (!session) throw notFound('session', id);
  return expireIfDue(core, session);
}

/** All sessions of a user, their expiry taken into account. */
export function sessionsOf(core: EmulatorCore, userId: string): SessionRecord[] {
  return core.state.sessions.by('user', userId).map((session) => expireIfDue(core, session));
}

/** Changes a session without an event; sessions have none for that. */
export function changeSession(
  core: EmulatorCore,
  session: SessionRecord,
  changes: Partial<SessionRecord>,
): SessionRecord {
  return core.state.sessions.put({ ...session, ...changes, updated_at: changeTime(core, session) });
}

/** Ends one session and tells the webhooks why. */
export function endSession(
  core: EmulatorCore,
  session: SessionRecord,
  status: Extract<SessionStatus, 'revoked' | 'ended' | 'removed'>,
): SessionRecord {
  const ended = changeSession(core, session, { status });
  emitSession(core, `session.${status}`, ended);
  return ended;
}

/** Ends every active session of a user. */
export function endSessions(
  core: EmulatorCore,
  userId: string,
  status: 'revoked' | 'ended' | 'removed',
): void {
  for (const session of sessionsOf(core, userId))
    if (session.status === 'active') endSession(core, session, status);
}

function emitSession(core: EmulatorCore, type: string, session: SessionRecord): void {
  const user = core.state.users.get(session.user_id);
  core.events.emit(type, { ...sessionShape(session), user: user ? userShape(core, user) : null });
}

/** Clerk has no event for expiry; the status changes all the same. */
function expireIfDue(core: EmulatorCore, session: SessionRecord): SessionRecord {
  const due = session.status === 'active' && session.expire_at <= core.clock.now();
  return due
    ? core.state.sessions.put({ ...session, status: 'expired', updated_at: session.expire_at })
    : session;
}
