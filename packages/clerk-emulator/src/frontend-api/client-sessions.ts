import type { EmulatorCore } from '../emulator-core.js';
import { findMembership } from '../operations/membership-operations.js';
import { getOrganization } from '../operations/organization-operations.js';
import { changeSession, endSession } from '../operations/session-operations.js';
import { mintSessionToken } from '../operations/session-token.js';
import { mintTemplateToken } from '../operations/template-token.js';
import { isPassword } from '../operations/passwords.js';
import { isTotpCode } from '../operations/one-time-codes.js';
import { noteActivity } from '../operations/note-activity.js';
import type { Call, Register } from '../server/call.js';
import { clerkError } from '../server/clerk-error.js';
import { without } from '../operations/document-store.js';
import { ownSessionShape } from '../shapes/frontend.shape.js';
import type { JsonObject, SessionRecord } from '../state/records.js';
import type { ClientAccess, SignedIn } from './client-access.js';

/** The client and its sessions: tokens, the active organization, signing out, proving oneself again. */
export function clientSessionRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  const one = '/client/sessions/:id';
  const find = (call: Call): SignedIn => access.requireSession(call, call.params['id'] ?? '');

  route('GET', '/client', (call) => {
    const client = access.find(call);
    return { response: client ? access.show(client) : null, client: null };
  });
  route('POST', '/dev_browser', () => access.createDevBrowser());
  for (const method of ['POST', 'PUT'] as const) {
    route(method, '/client', (call) => ({ response: access.show(access.findOrCreate(call)), client: null }));
  }
  for (const path of ['/client', '/client/sessions']) {
    route('DELETE', path, (call) => {
      const client = access.require(call);
      for (const session of core.state.sessions.by('client', client.id)) {
        if (session.status === 'active') endSession(core, session, 'removed');
      }
      return { response: access.show(client), client: null };
    });
  }
  route('GET', one, (call) => {
    const { client, session } = find(call);
    return access.wrap(client, ownSessionShape(core, session));
  });
  route('POST', `${one}/touch`, (call) => {
    const { client, session } = find(call);
    const touched = touch(core, session, call);
    access.change(client, { last_active_session_id: session.id });
    return access.wrap(client, ownSessionShape(core, touched));
  });
  for (const [path, status] of [
    ['end', 'ended'],
    ['remove', 'removed'],
  ] as const) {
    route('POST', `${one}/${path}`, (call) => {
      const { client, session } = find(call);
      return access.wrap(client, ownSessionShape(core, endSession(core, session, status)));
    });
  }
  route('POST', `${one}/tokens`, (call) => {
    const { client, session } = find(call);
    const current = call.body.has('organization_id')
      ? touch(core, session, call, 'organization_id')
      : session;
    noteActivity(core, session.user_id, false);
    access.change(client, { last_active_session_id: session.id });
    return { object: 'token', jwt: mintSessionToken(core, current, { azp: originOf(call) }) };
  });
  route('POST', `${one}/tokens/:template`, (call) => ({
    object: 'token',
    jwt: mintTemplateToken(core, find(call).session, call.params['template'] ?? ''),
  }));

  route('POST', `${one}/verify`, (call) => {
    const { client, session } = find(call);
    const level = call.body.optionalText('level') ?? 'first_factor';
    return access.wrap(client, reverification(core, session, level, 'needs_first_factor'));
  });
  route('POST', `${one}/verify/attempt_first_factor`, async (call) => {
    const { client, session, user } = find(call);
    const right =
      call.body.text('strategy') === 'password' &&
      user.password !== null &&
      (await isPassword(user.password, call.body.text('password')));
    if (!right) throw clerkError(422, 'form_password_incorrect', 'is incorrect', 'Password is incorrect.');
    const fresh = changeSession(core, session, { first_factor_at: core.clock.now() });
    const status = user.totp_secret === null ? 'complete' : 'needs_second_factor';
    return access.wrap(client, reverification(core, fresh, 'first_factor', status));
  });
  route('POST', `${one}/verify/attempt_second_factor`, (call) => {
    const { client, session, user } = find(call);
    const code = call.body.text('code');
    if (user.totp_secret === null || !isTotpCode(user.totp_secret, code, core.clock.wall())) {
      throw clerkError(422, 'form_code_incorrect', 'is incorrect', 'Incorrect code');
    }
    const fresh = changeSession(core, session, { second_factor_at: core.clock.now() });
    return access.wrap(client, reverification(core, fresh, 'second_factor', 'complete'));
  });
}

/** The origin that asks; without one the token has no `azp`. */
function originOf(call: Call): string | undefined {
  const { origin } = call.headers;
  return typeof origin === 'string' && origin !== '' && origin !== 'null' ? origin : undefined;
}

/** Makes an organization the active one; an empty value makes it none. */
function touch(
  core: EmulatorCore,
  session: SessionRecord,
  call: Call,
  field = 'active_organization_id',
): SessionRecord {
  const wanted = call.body.optionalText(field);
  const last_active_at = core.clock.now();
  if (!call.body.has(field)) return changeSession(core, session, { last_active_at });
  const id = wanted === undefined || wanted === '' ? null : getOrganization(core, wanted).id;
  if (id !== null && !findMembership(core, id, session.user_id)) {
    throw clerkError(
      404,
      'resource_not_found',
      'not found',
      'The user is not a member of the given organization.',
    );
  }
  if (id === session.last_active_organization_id) return changeSession(core, session, { last_active_at });
  return changeSession(core, session, { last_active_at, last_active_organization_id: id });
}

function reverification(
  core: EmulatorCore,
  session: SessionRecord,
  level: string,
  status: string,
): JsonObject {
  const user = core.state.users.get(session.user_id);
  return {
    object: 'session_reverification',
    level,
    status,
    supported_first_factors: user?.password ? [{ strategy: 'password' }] : [],
    supported_second_factors: user?.totp_secret === null ? [] : [{ strategy: 'totp' }],
    first_factor_verification: null,
    second_factor_verification: null,
    session: without(ownSessionShape(core, session), 'user'),
  };
}
