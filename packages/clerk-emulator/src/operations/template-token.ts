import type { EmulatorCore } from '../emulator-core.js';
import { notFound } from '../server/clerk-error.js';
import { isObject } from '../server/fields.js';
import { primaryEmail } from '../shapes/user.shape.js';
import type { JsonObject, SessionRecord } from '../state/records.js';
import { sessionClaims, signJwt, TOKEN_CATEGORY } from './session-token.js';

/** A token made from a JWT template of the instance; `{{user.id}}` and the like are filled in. */
export function mintTemplateToken(
  core: EmulatorCore,
  session: SessionRecord,
  templateName: string,
  expiresInSeconds?: number,
): string {
  const template = core.state.documents.one('lookup', `jwt_template ${templateName}`);
  if (!template) throw notFound('JWT template', templateName);
  const lifetime = expiresInSeconds ?? Number(template.body['lifetime']);
  const { exp, iat, iss, jti, nbf, sub } = sessionClaims(core, session, { expiresInSeconds: lifetime });
  const custom = fill(template.body['claims'], values(core, session)) as JsonObject;
  return signJwt(core, { ...custom, exp, iat, iss, jti, nbf, sub }, TOKEN_CATEGORY.template);
}

function values(core: EmulatorCore, session: SessionRecord): JsonObject {
  const user = core.state.users.get(session.user_id);
  const organization = core.state.organizations.get(session.last_active_organization_id ?? '');
  return {
    'user.id': session.user_id,
    'user.external_id': user?.external_id ?? null,
    'user.first_name': user?.first_name ?? null,
    'user.last_name': user?.last_name ?? null,
    'user.full_name': user ? [user.first_name, user.last_name].filter(Boolean).join(' ') : null,
    'user.username': user?.username ?? null,
    'user.primary_email_address': user ? primaryEmail(user) : null,
    'user.public_metadata': user?.public_metadata ?? {},
    'user.unsafe_metadata': user?.unsafe_metadata ?? {},
    'org.id': organization?.id ?? null,
    'org.slug': organization?.slug ?? null,
    'org.name': organization?.name ?? null,
    'org.public_metadata': organization?.public_metadata ?? {},
    'session.id': session.id,
  };
}

/** A placeholder alone keeps its type; within a text it becomes text. `a || b` takes the first that has a value. */
function fill(template: unknown, known: JsonObject): unknown {
  if (Array.isArray(template)) return template.map((item: unknown) => fill(item, known));
  if (isObject(template)) {
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fill(value, known)]));
  }
  if (typeof template !== 'string') return template;
  const whole = /^\{\{([^{}]+)\}\}$/.exec(template);
  if (whole) return resolve(whole[1] ?? '', known);
  return template.replace(/\{\{([^{}]+)\}\}/g, (_match, expression: string) => {
    const value = resolve(expression, known);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function resolve(expression: string, known: JsonObject): unknown {
  const names = expression.split('||').map((name) => name.trim());
  const found = names.map((name) => known[name]).find((value) => value !== undefined && value !== null);
  return found ?? null;
}
