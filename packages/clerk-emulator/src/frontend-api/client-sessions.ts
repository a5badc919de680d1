import type { EmulatorCore } from '../emulator-core.js';
import { findMembership } from '../operations/membership-operations.js';
import { getOrganization } from '../operations/organization-operations.js';
import { changeSession, endSession } from '../operations/session-operations.js';
import { mintSessionToken } from '../operations/session-token.js';
import { mintTemplateToken } from '../operations/template-token.js';
import { noteActivity } from '../operations/note-activity.js';
import type { Call, Register } from '../server/call.js';
import { clerkError } from '../server/clerk-error.js';
import { ownSessionShape } from '../shapes/frontend.shape.js';
import type { SessionRecord } from '../state/records.js';
import type { ClientAccess, SignedIn } from './client-access.js';

/** The client and its sessions: tokens, the active organization, signing out. */
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
