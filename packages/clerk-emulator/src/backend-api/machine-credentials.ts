import { randomBytes } from 'node:crypto';
import type { EmulatorCore } from '../emulator-core.js';
import { Answer, type Call, type Register } from '../server/call.js';
import { badFormat, clerkError, notFound } from '../server/clerk-error.js';
import { DocumentStore, without } from '../operations/document-store.js';
import { randomText } from '../state/id-generator.js';
import type { JsonObject } from '../state/records.js';
import { machineStore } from './machines.js';

const SUBJECT = /^(?:user|org|mch)_\w{27}$/;

/** API keys and machine-to-machine tokens. The SDK calls these without `/v1`, Clerk's document has it: both work. */
export function machineCredentialRoutes(route: Register, core: EmulatorCore): void {
  apiKeyRoutes(route, core);
  machineTokenRoutes(route, core);
  oauthTokenRoutes(route, core);
}

function oauthTokenRoutes(route: Register, core: EmulatorCore): void {
  const tokens = oauthTokenStore(core);
  route('POST', '/oauth_applications/access_tokens/verify', ({ body }) => {
    body.only('access_token', 'secret');
    const token = body.optionalText('access_token') ?? body.text('secret');
    return valid(expiring(core, found(tokens, token)));
  });
}

/** Access tokens that OAuth applications were given; the OAuth flow itself is not served, the control panel makes them. */
export function oauthTokenStore(core: EmulatorCore): DocumentStore {
  return new DocumentStore(core, 'clerk_idp_oauth_access_token', 'oat');
}

/** @returns the token that an application would have got for a person */
export function createOauthToken(
  core: EmulatorCore,
  { clientId, userId, scopes }: { clientId: string; userId: string; scopes: readonly string[] },
): string {
  const token = `oat_${randomText(32)}`;
  oauthTokenStore(core).create(
    { client_id: clientId, subject: userId, scopes: [...scopes], ...oauthCredential(core) },
    token,
    hexId('oat'),
  );
  return token;
}

/** As other credentials, without a last use; they end after a day. */
function oauthCredential(core: EmulatorCore): JsonObject {
  return without(freshCredential(core, 24 * 3600), 'last_used_at');
}

function apiKeyRoutes(route: Register, core: EmulatorCore): void {
  const keys = new DocumentStore(core, 'api_key', 'ak');
  const show = (key: JsonObject): JsonObject => expiring(core, without(key, 'secret'));
  route('POST', '/api_keys', ({ body }) => {
    body.only(
      ...['type', 'name', 'description', 'subject', 'claims', 'scopes', 'created_by'],
      'seconds_until_expiration',
    );
    const subject = body.text('subject');
    if (!SUBJECT.test(subject)) throw badFormat('subject', 'the id of a user, an organization or a machine');
    const secret = `ak_${randomText(40)}`;
    const key = keys.create(
      {
        type: body.optionalText('type') ?? 'api_key',
        subject,
        name: body.text('name'),
        description: body.optionalText('description') ?? null,
        claims: body.object('claims') ?? null,
        scopes: body.texts('scopes') ?? [],
        created_by: body.optionalText('created_by') ?? null,
        ...freshCredential(core, body.number('seconds_until_expiration')),
        secret,
      },
      secret,
      hexId('ak'),
    );
    return { ...show(key), secret };
  });
  route('GET', '/api_keys', ({ query }) => {
    const subject = query.text('subject');
    const all = query.flag('include_invalid') === true;
    const rows = keys
      .list()
      .map(show)
      .filter((key) => subject === undefined || key['subject'] === subject)
      .filter((key) => all || (key['revoked'] !== true && key['expired'] !== true));
    return keys.envelope(query, rows);
  });
  route('POST', '/api_keys/verify', ({ body }) =>
    valid(show(found(keys, body.only('secret').text('secret')))),
  );
  route('GET', '/api_keys/:id', ({ params }) => show(keys.get(params['id'] ?? '')));
  route('PATCH', '/api_keys/:id', ({ params, body }) => {
    body.only('claims', 'scopes', 'description', 'subject', 'seconds_until_expiration');
    const changes = {
      claims: body.object('claims'),
      scopes: body.texts('scopes'),
      description: body.nullableText('description'),
      ...expiration(core, body.number('seconds_until_expiration')),
    };
    return show(keys.change(params['id'] ?? '', changes));
  });
  route('DELETE', '/api_keys/:id', ({ params }) => keys.delete(params['id'] ?? ''));
  route('GET', '/api_keys/:id/secret', ({ params }) => ({ secret: keys.get(params['id'] ?? '')['secret'] }));
  route('POST', '/api_keys/:id/revoke', (call) => show(revoke(keys, call)));
}

function machineTokenRoutes(route: Register, core: EmulatorCore): void {
  const tokens = new DocumentStore(core, 'machine_to_machine_token', 'mt');
  const show = (token: JsonObject): JsonObject => expiring(core, token);
  route('POST', '/m2m_tokens', (call) => {
    const { body } = call;
    body.only('token_format', 'seconds_until_expiration', 'claims', 'min_remaining_ttl_seconds');
    const key = String(call.headers['authorization']).replace(/^Bearer /, '');
    const machine = machineStore(core).find(key);
    if (!machine) throw clerkError(403, 'authorization_invalid', 'A machine secret key is needed');
    const seconds = body.number('seconds_until_expiration') ?? Number(machine['default_token_ttl']);
    const token = `mt_${randomText(48)}`;
    const created = tokens.create(
      {
        subject: machine['id'],
        claims: body.object('claims') ?? null,
        scopes: machine['scopes'],
        token,
        ...freshCredential(core, seconds),
      },
      token,
      hexId('mt'),
    );
    return new Answer(201, show(created));
  });
  route('GET', '/m2m_tokens', ({ query }) => {
    const subject = query.text('subject');
    const rows = tokens.list().filter((token) => subject === undefined || token['subject'] === subject);
    const { data, total_count } = tokens.envelope(
      query,
      rows.map((row) => without(show(row), 'token')),
    );
    return { m2m_tokens: data, total_count };
  });
  route('POST', '/m2m_tokens/verify', ({ body }) =>
    without(valid(show(found(tokens, body.only('token').text('token')))), 'token'),
  );
  route('POST', '/m2m_tokens/:id/revoke', (call) => without(show(revoke(tokens, call)), 'token'));
}

/** These objects have ids of 32 hexadecimal digits. */
function hexId(prefix: string): string {
  return `${prefix}_${randomBytes(16).toString('hex')}`;
}

function freshCredential(core: EmulatorCore, seconds: number | undefined): JsonObject {
  return {
    revoked: false,
    revocation_reason: null,
    expired: false,
    expiration: null,
    ...expiration(core, seconds),
    last_used_at: null,
  };
}

function expiration(core: EmulatorCore, seconds: number | undefined): JsonObject {
  return seconds === undefined ? {} : { expiration: core.clock.now() + seconds * 1000 };
}

function expiring(core: EmulatorCore, credential: JsonObject): JsonObject {
  const { expiration: until } = credential;
  return { ...credential, expired: typeof until === 'number' && until <= core.clock.now() };
}

function found(store: DocumentStore, secret: string): JsonObject {
  const credential = store.find(secret);
  if (!credential) throw notFound(store.kind.replaceAll('_', ' '), 'given');
  return credential;
}

function valid(credential: JsonObject): JsonObject {
  if (credential['revoked'] !== true && credential['expired'] !== true) return credential;
  throw clerkError(400, 'token_invalid', 'The credential is revoked or expired');
}

function revoke(store: DocumentStore, { params, body }: Call): JsonObject {
  const reason = body.only('revocation_reason').optionalText('revocation_reason') ?? null;
  return store.change(params['id'] ?? '', { revoked: true, revocation_reason: reason });
}
