import { changeTime, type EmulatorCore } from '../emulator-core.js';
import { DocumentStore } from '../operations/document-store.js';
import { createClient, getSession } from '../operations/session-operations.js';
import { getUser } from '../operations/user-operations.js';
import type { Call } from '../server/call.js';
import { clerkError } from '../server/clerk-error.js';
import { hasSecondFactor } from '../shapes/user.shape.js';
import { ownClientShape } from '../shapes/frontend.shape.js';
import { randomText } from '../state/id-generator.js';
import type { ClientRecord, JsonObject, SessionRecord, UserRecord } from '../state/records.js';
import { signInShape } from './sign-in.shape.js';
import { signUpShape } from './sign-up.shape.js';

const FRESH_MS = 10 * 60 * 1000;

/** The person behind a request, with the session that signs them in. */
export interface SignedIn {
  client: ClientRecord;
  session: SessionRecord;
  user: UserRecord;
}

/** Knows which browser or device a request comes from, and wraps answers as the Frontend API does. */
export class ClientAccess {
  readonly signIns: DocumentStore;
  readonly signUps: DocumentStore;
  private readonly devBrowsers: DocumentStore;

  constructor(private readonly core: EmulatorCore) {
    this.devBrowsers = new DocumentStore(core, 'dev_browser', 'dvb');
    this.signIns = new DocumentStore(core, 'sign_in_attempt', 'sia');
    this.signUps = new DocumentStore(core, 'sign_up_attempt', 'sua');
  }

  /** A browser of a development instance, which has no cookie of its own: its id is its token. */
  createDevBrowser(): JsonObject {
    return this.devBrowsers.create({ client_id: null });
  }

  /**
   * The client of the `__client` cookie, for native apps of the `Authorization` header, and for pages of a development
   * instance of their dev browser.
   */
  find(call: Call): ClientRecord | undefined {
    const { authorization, origin, cookie } = call.headers;
    const devBrowser = this.devBrowserOf(call);
    if (devBrowser !== undefined) return this.core.state.clients.get(String(devBrowser['client_id']));
    if (authorization !== undefined && origin !== undefined) {
      throw clerkError(
        400,
        'origin_authorization_headers_conflict',
        'Origin and Authorization header conflict',
        'Send either the Origin or the Authorization header, not both.',
      );
    }
    const fromCookie = /(?:^|;\s*)__client=([^;]+)/.exec(String(cookie ?? ''))?.[1];
    const secret = authorization === undefined ? fromCookie : String(authorization).replace(/^Bearer /, '');
    return secret === undefined ? undefined : this.core.state.clients.one('secret', secret);
  }

  /** The client of the request, or a new one whose secret goes out with the answer. */
  findOrCreate(call: Call): ClientRecord {
    const client = this.find(call) ?? createClient(this.core);
    const devBrowser = this.devBrowserOf(call);
    if (devBrowser !== undefined) this.devBrowsers.change(String(devBrowser['id']), { client_id: client.id });
    this.handOut(call, client);
    return client;
  }

  /** Gives the client of somebody who has just signed in another token; the one before opens nothing any more. */
  rotate(call: Call, client: ClientRecord): void {
    this.handOut(call, this.change(client, { secret: randomText(48) }));
  }

  /** 401 `signed_out` without a client. */
  require(call: Call): ClientRecord {
    const client = this.find(call);
    if (!client) throw clerkError(401, 'signed_out', 'Signed out', 'You are signed out.');
    return client;
  }

  /** A live session of the request's client; 404 for anybody else's. */
  requireSession(call: Call, id: string): SignedIn {
    const client = this.require(call);
    const known = this.core.state.sessions.get(id);
    if (known?.client_id !== client.id) throw clerkError(404, 'resource_not_found', 'Session not found');
    const session = getSession(this.core, id);
    if (session.status !== 'active') {
      throw clerkError(
        401,
        'authentication_invalid',
        'Invalid authentication',
        `The session is ${session.status}.`,
      );
    }
    return { client, session, user: getUser(this.core, session.user_id) };
  }

  /** The signed-in person: by `_clerk_session_id` or the client's last active session. */
  requirePerson(call: Call): SignedIn {
    const client = this.require(call);
    const id = call.query.text('_clerk_session_id') ?? client.last_active_session_id;
    if (id === null) throw clerkError(401, 'signed_out', 'Signed out', 'You are signed out.');
    return this.requireSession(call, id);
  }

  /**
   * The signed-in person, who has proved who they are within the last ten minutes: with the second factor where they have
   * one. 403 `session_reverification_required` otherwise.
   */
  requireFreshPerson(call: Call): SignedIn {
    const signedIn = this.requirePerson(call);
    const { session, user } = signedIn;
    const at = hasSecondFactor(user) ? session.second_factor_at : session.first_factor_at;
    if (at === null || at + FRESH_MS <= this.core.clock.now())
      throw clerkError(
        403,
        'session_reverification_required',
        'Additional verification required',
        'You need to provide additional verification to perform this operation.',
      );
    return signedIn;
  }

  private devBrowserOf(call: Call): JsonObject | undefined {
    const token = call.query.text('__clerk_db_jwt') ?? call.query.text('__dev_session');
    if (token === undefined) return undefined;
    const known = this.core.state.documents.get(token);
    if (known?.kind !== 'dev_browser')
      throw clerkError(401, 'dev_browser_unauthenticated', 'Browser unauthenticated');
    return this.devBrowsers.get(token);
  }

  private handOut(call: Call, client: ClientRecord): void {
    if (this.devBrowserOf(call) !== undefined) return;
    call.setHeader('set-cookie', `__client=${client.secret}; Path=/; HttpOnly; SameSite=Lax`);
    if (call.query.text('_is_native') !== undefined) call.setHeader('authorization', client.secret);
  }

  /** Notes on the client what it is in the middle of. */
  change(client: ClientRecord, changes: Partial<ClientRecord>): ClientRecord {
    const current = this.core.state.clients.get(client.id) ?? client;
    return this.core.state.clients.put({
      ...current,
      ...changes,
      updated_at: changeTime(this.core, current),
    });
  }

  /** The client as the browser sees it. */
  show(client: ClientRecord): JsonObject {
    const current = this.core.state.clients.get(client.id) ?? client;
    return ownClientShape(this.core, current, {
      sign_in:
        current.sign_in_id === null ? null : signInShape(this.core, this.signIns.get(current.sign_in_id)),
      sign_up: current.sign_up_id === null ? null : signUpShape(this.signUps.get(current.sign_up_id)),
    });
  }

  /** The answer together with the client. */
  wrap(client: ClientRecord, response: unknown): JsonObject {
    return { response, client: this.show(client) };
  }
}
