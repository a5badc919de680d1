import type { EmulatorCore } from '../emulator-core.js';
import { noContent, type Register } from '../server/call.js';
import { missing } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import { DocumentStore, without } from '../operations/document-store.js';
import { imageUrl } from '../shapes/user.shape.js';
import { randomText } from '../state/id-generator.js';
import { oauthTokenStore } from './machine-credentials.js';
import type { JsonObject } from '../state/records.js';

/** Applications that sign people in through this instance. They are kept; the OAuth flow itself is not served. */
export function oauthApplicationRoutes(route: Register, core: EmulatorCore): void {
  const applications = new DocumentStore(core, 'oauth_application', 'oa');
  const show = (application: JsonObject): JsonObject => without(application, 'client_secret');
  const one = '/oauth_applications/:id';
  route('GET', '/oauth_applications', ({ query }) => {
    const text = query.text('name_query')?.toLowerCase();
    const rows = applications
      .list()
      .filter(({ name }) => text === undefined || String(name).toLowerCase().includes(text));
    return applications.envelope(query, rows.map(show));
  });
  route('POST', '/oauth_applications', ({ body }) => {
    const settings = read(body);
    return applications.create({
      consent_screen_enabled: true,
      pkce_required: false,
      public: false,
      scopes: 'profile email',
      redirect_uris: [],
      callback_url: '',
      ...settings,
      name: body.text('name'),
      instance_id: core.identity.instanceId,
      client_id: randomText(16),
      client_secret: randomText(32),
      client_uri: null,
      client_image_url: null,
      dynamically_registered: false,
      authorize_url: `${core.url()}/oauth/authorize`,
      token_fetch_url: `${core.url()}/oauth/token`,
      user_info_url: `${core.url()}/oauth/userinfo`,
      discovery_url: `${core.url()}/.well-known/openid-configuration`,
      token_introspection_url: `${core.url()}/oauth/token_info`,
    });
  });
  route('GET', one, ({ params }) => show(applications.get(params['id'] ?? '')));
  route('PATCH', one, ({ params, body }) => show(applications.change(params['id'] ?? '', read(body))));
  route('DELETE', one, ({ params }) => applications.delete(params['id'] ?? ''));
  route('PUT', `${one}/logo`, ({ params, rawBody }) => {
    if (!Buffer.isBuffer(rawBody)) throw missing('file');
    const id = params['id'] ?? '';
    return show(applications.change(id, { client_image_url: imageUrl(id) }));
  });
  route('POST', `${one}/rotate_secret`, ({ params }) =>
    applications.change(params['id'] ?? '', { client_secret: randomText(32) }),
  );
  route('POST', `${one}/revoke_token`, ({ params, body }) => {
    applications.get(params['id'] ?? '');
    const tokens = oauthTokenStore(core);
    const token = tokens.find(body.only('token').text('token'));
    if (token) tokens.change(String(token['id']), { revoked: true });
    return noContent;
  });
}

function read(body: Fields): JsonObject {
  body.only(
    ...['name', 'redirect_uris', 'callback_url', 'scopes', 'consent_screen_enabled'],
    ...['pkce_required', 'public'],
  );
  const settings = {
    name: body.optionalText('name'),
    redirect_uris: body.texts('redirect_uris'),
    callback_url: body.optionalText('callback_url'),
    scopes: body.optionalText('scopes'),
    consent_screen_enabled: body.flag('consent_screen_enabled'),
    pkce_required: body.flag('pkce_required'),
    public: body.flag('public'),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
