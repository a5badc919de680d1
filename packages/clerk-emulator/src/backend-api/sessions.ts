import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, missing, notFound } from '../server/clerk-error.js';
import { slice, type Query } from '../server/query.js';
import { getOrganization } from '../operations/organization-operations.js';
import { createSession, endSession, getSession } from '../operations/session-operations.js';
import { mintSessionToken } from '../operations/session-token.js';
import { mintTemplateToken } from '../operations/template-token.js';
import { getUser } from '../operations/user-operations.js';
import { sessionShape } from '../shapes/session.shape.js';
import type { SessionRecord } from '../state/records.js';

const MIN_TOKEN_SECONDS = 30;
const MAX_TOKEN_SECONDS = 315_360_000;

/** Sessions and the tokens minted for them. */
export function sessionRoutes(route: Register, core: EmulatorCore): void {
  route('GET', '/sessions', ({ query }) => {
    const rows = findSessions(core, query);
    const data = slice(rows, query.page()).map(sessionShape);
    return query.flag('paginated') === true ? { data, total_count: rows.length } : data;
  });
  route('POST', '/sessions', ({ body }) => {
    body.only('user_id', 'active_organization_id');
    const user = getUser(core, body.text('user_id'));
    const organizationId = body.optionalText('active_organization_id');
    if (organizationId !== undefined) getOrganization(core, organizationId);
    return sessionShape(createSession(core, { userId: user.id, organizationId }));
  });
  route('GET', '/sessions/:session_id', ({ params }) =>
    sessionShape(getSession(core, params['session_id'] ?? '')),
  );
  route('POST', '/sessions/:session_id/revoke', ({ params }) => {
    const session = getSession(core, params['session_id'] ?? '');
    return sessionShape(session.status === 'active' ? endSession(core, session, 'revoked') : session);
  });
  route('POST', '/sessions/:session_id/verify', ({ params }) =>
    sessionShape(requireActive(getSession(core, params['session_id'] ?? ''))),
  );
  route('POST', '/sessions/:session_id/tokens', ({ params, body }) => {
    const session = requireActive(getSession(core, params['session_id'] ?? ''));
    const expiresInSeconds = body.integer('expires_in_seconds', MIN_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
    return { object: 'token', jwt: mintSessionToken(core, session, { expiresInSeconds }) };
  });
  route('POST', '/sessions/:session_id/tokens/:template_name', ({ params, body }) => {
    const session = requireActive(getSession(core, params['session_id'] ?? ''));
    const expiresInSeconds = body.integer('expires_in_seconds', MIN_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
    const jwt = mintTemplateToken(core, session, params['template_name'] ?? '', expiresInSeconds);
    return { object: 'token', jwt };
  });
  route('POST', '/sessions/:session_id/refresh', ({ params, body }) => {
    const names = ['expired_token', 'refresh_token', 'request_origin'];
    body.only(...names, 'request_headers', 'format', 'request_originating_ip', 'suffixed_cookies');
    for (const name of names) body.text(name);
    const session = requireActive(getSession(core, params['session_id'] ?? ''));
    const jwt = mintSessionToken(core, session, { azp: body.text('request_origin') });
    if (body.optionalText('format') !== 'cookie') return { object: 'token', jwt };
    return { object: 'cookies', cookies: [`__session=${jwt}; Path=/; SameSite=Lax`] };
  });
}

/** 401 unless the session still signs somebody in. */
export function requireActive(session: SessionRecord): SessionRecord {
  if (session.status === 'active' || session.status === 'pending') return session;
  throw clerkError(401, 'session_not_active', 'Session not active', `The session is ${session.status}.`);
}

function findSessions(core: EmulatorCore, query: Query): SessionRecord[] {
  const [userId, clientId, status] = ['user_id', 'client_id', 'status'].map((name) => query.text(name));
  if (userId === undefined && clientId === undefined) throw missing('user_id');
  if (userId !== undefined && !/^user_/.test(userId)) throw notFound('user', userId);
  const { sessions } = core.state;
  const rows = userId === undefined ? sessions.by('client', clientId ?? '') : sessions.by('user', userId);
  return rows
    .map(({ id }) => getSession(core, id))
    .filter((session) => clientId === undefined || session.client_id === clientId)
    .filter((session) => status === undefined || session.status === status)
    .reverse();
}
