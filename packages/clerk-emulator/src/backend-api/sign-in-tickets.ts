import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, missing } from '../server/clerk-error.js';
import { DocumentStore, without } from '../operations/document-store.js';
import { getOrganization } from '../operations/organization-operations.js';
import { getUser } from '../operations/user-operations.js';
import { ticketUrl } from '../shapes/organization.shape.js';
import { randomText } from '../state/id-generator.js';
import type { JsonObject } from '../state/records.js';

const SIGN_IN_SECONDS = 2_592_000;
const ACTOR_SECONDS = 3_600;
const ACTOR_SESSION_SECONDS = 1_800;
const MAX_SECONDS = 315_360_000;
const KEPT = ['expires_at', 'org_id', 'session_seconds'];

/** Sign-in tokens and actor tokens: tickets that are turned into a session at the Frontend API. */
export function signInTicketRoutes(route: Register, core: EmulatorCore): void {
  const signIn = ticketStore(core, 'sign_in_token');
  const actor = ticketStore(core, 'actor_token');
  route('POST', '/sign_in_tokens', ({ body }) => {
    body.only('user_id', 'org_id', 'expires_in_seconds');
    const user = getUser(core, body.text('user_id'));
    const organization = body.optionalText('org_id');
    if (organization !== undefined) getOrganization(core, organization);
    const seconds = body.integer('expires_in_seconds', 1, MAX_SECONDS) ?? SIGN_IN_SECONDS;
    return show(createTicket(core, signIn, user.id, seconds, { org_id: organization ?? null }));
  });
  route('POST', '/actor_tokens', ({ body }) => {
    body.only('user_id', 'actor', 'expires_in_seconds', 'session_max_duration_in_seconds');
    const user = getUser(core, body.text('user_id'));
    const acting = body.object('actor');
    if (typeof acting?.['sub'] !== 'string') throw missing('actor.sub');
    const seconds = body.integer('expires_in_seconds', 1, MAX_SECONDS) ?? ACTOR_SECONDS;
    const session = body.integer('session_max_duration_in_seconds', 1, MAX_SECONDS) ?? ACTOR_SESSION_SECONDS;
    return show(createTicket(core, actor, user.id, seconds, { actor: acting, session_seconds: session }));
  });
  for (const [path, store] of [
    ['sign_in_tokens', signIn],
    ['actor_tokens', actor],
  ] as const) {
    route('POST', `/${path}/:id/revoke`, ({ params }) => {
      const ticket = store.get(params['id'] ?? '');
      if (ticket['status'] !== 'pending') {
        throw clerkError(
          400,
          `${store.kind}_cannot_be_revoked`,
          'cannot be revoked',
          `The token is ${String(ticket['status'])}.`,
        );
      }
      return without(show(store.change(String(ticket['id']), { status: 'revoked' })), 'token', 'url');
    });
  }
}

export function ticketStore(core: EmulatorCore, kind: 'sign_in_token' | 'actor_token'): DocumentStore {
  return new DocumentStore(core, kind, kind === 'actor_token' ? 'act' : 'sit');
}

function createTicket(
  core: EmulatorCore,
  store: DocumentStore,
  userId: string,
  seconds: number,
  extras: JsonObject,
): JsonObject {
  const token = randomText(48);
  const expires_at = core.clock.now() + seconds * 1000;
  const url = ticketUrl(core, token);
  return store.create({ status: 'pending', user_id: userId, token, url, expires_at, ...extras }, token);
}

function show(ticket: JsonObject): JsonObject {
  return without(ticket, ...KEPT);
}
