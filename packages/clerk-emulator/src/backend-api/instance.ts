import type { EmulatorCore } from '../emulator-core.js';
import { Answer, noContent, type Register } from '../server/call.js';
import type { Fields } from '../server/fields.js';
import { changeSettings, readSettings, type SettingsGroup } from '../operations/settings.js';
import { randomText } from '../state/id-generator.js';
import type { JsonObject } from '../state/records.js';
import { getRole } from './organization-roles.js';

const TESTING_TOKEN_MS = 3_600_000;

/** The settings of the instance, testing tokens and the link to Svix. */
export function instanceRoutes(route: Register, core: EmulatorCore): void {
  route('GET', '/instance', () => ({
    object: 'instance',
    id: core.identity.instanceId,
    ...readSettings(core, 'instance'),
  }));
  route('PATCH', '/instance', ({ body }) => {
    body.only(
      ...['test_mode', 'hibp', 'support_email', 'clerk_js_version', 'development_origin', 'allowed_origins'],
      ...['cookieless_dev', 'url_based_session_syncing', 'preferred_sign_in_strategy_when_password_required'],
    );
    const allowed_origins = body.texts('allowed_origins');
    if (allowed_origins) changeSettings(core, 'instance', { allowed_origins });
    return noContent;
  });
  for (const [path, group] of [
    ['protect', 'instance_protect'],
    ['communication', 'instance_communication'],
    ['oauth_application_settings', 'oauth_application_settings'],
    ['organization_settings', 'organization_settings'],
    ['restrictions', 'instance_restrictions'],
  ] as const) {
    if (path !== 'restrictions') route('GET', `/instance/${path}`, () => readSettings(core, group));
    route('PATCH', `/instance/${path}`, ({ body }) =>
      changeSettings(core, group, readChanges(core, group, body)),
    );
  }
  route('PATCH', '/beta_features/instance_settings', ({ body }) => {
    body.only('restricted_to_allowlist', 'from_email_address', 'progressive_sign_up', 'test_mode');
    const sent = ['restricted_to_allowlist', 'from_email_address', 'progressive_sign_up'].filter((name) =>
      body.has(name),
    );
    return {
      object: 'instance_settings',
      id: core.identity.instanceId,
      ...changeSettings(
        core,
        'instance_settings',
        Object.fromEntries(sent.map((name) => [name, body.raw(name)])),
      ),
    };
  });
  for (const path of ['/instance/change_domain', '/beta_features/domain'] as const) {
    route(path === '/instance/change_domain' ? 'POST' : 'PUT', path, ({ body }) => {
      body.only('home_url', 'is_secondary').text('home_url');
      return new Answer(202);
    });
  }
  route('POST', '/testing_tokens', () => ({
    object: 'testing_token',
    token: `1795${randomText(40)}`,
    expires_at: Math.floor((core.clock.now() + TESTING_TOKEN_MS) / 1000),
  }));
  route('POST', '/webhooks/svix', () => ({ svix_url: `${core.url()}/emulator/webhooks` }));
  route('POST', '/webhooks/svix_url', () => ({ svix_url: `${core.url()}/emulator/webhooks` }));
  route('DELETE', '/webhooks/svix', () => {
    changeSettings(core, 'webhook_endpoint', { enabled: false });
    return noContent;
  });
}

/** Reads the settings that the group has, each by the type it has now. */
function readChanges(core: EmulatorCore, group: SettingsGroup, body: Fields): JsonObject {
  const current = readSettings(core, group);
  const names = Object.keys(current).filter((name) => name !== 'object');
  body.only(
    ...names,
    ...(group === 'organization_settings' ? ['creator_role_id', 'domains_default_role_id'] : []),
  );
  const changes: JsonObject = {};
  for (const name of names.filter((candidate) => body.has(candidate))) {
    const now = current[name];
    if (typeof now === 'boolean') changes[name] = body.flag(name);
    else if (typeof now === 'number') changes[name] = body.integer(name, 0);
    else if (Array.isArray(now)) changes[name] = body.texts(name) ?? [];
    else changes[name] = body.optionalText(name);
  }
  const creator = body.optionalText('creator_role_id');
  const domains = body.optionalText('domains_default_role_id');
  if (creator !== undefined) changes['creator_role'] = getRole(core, creator).key;
  if (domains !== undefined) changes['domains_default_role'] = getRole(core, domains).key;
  return changes;
}
