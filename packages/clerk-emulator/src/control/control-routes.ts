import { noContent, type Register } from '../server/call.js';
import { badFormat, clerkError, missing } from '../server/clerk-error.js';
import { Fields, isObject } from '../server/fields.js';
import type { ControlPanel } from './control-panel.js';
import { SPOILED_ANSWERS, type FaultRule } from './faults.js';
import type { WebhookFaultSettings } from './webhook-faults.js';

const MAX_SEED = 2_000_000;

/** The control panel over HTTP, under `/emulator`. */
export function controlRoutes(route: Register, control: ControlPanel): void {
  route('POST', '/tokens', ({ body }) => {
    body.only('userId', 'email', 'organizationId', 'expiresInSeconds', 'claims');
    return control.tokens({
      userId: body.optionalText('userId'),
      email: body.optionalText('email'),
      organizationId: body.optionalText('organizationId'),
      expiresInSeconds: body.integer('expiresInSeconds'),
      claims: body.object('claims'),
    });
  });
  route('GET', '/state', () => control.state());
  route('POST', '/invitations/:id/accept', ({ params, body }) => {
    body.only('emailAddress', 'firstName', 'lastName');
    return control.acceptInvitation(params['id'] ?? '', {
      emailAddress: body.optionalText('emailAddress'),
      firstName: body.optionalText('firstName'),
      lastName: body.optionalText('lastName'),
    });
  });
  route('POST', '/seed', ({ body }) => {
    body.only('users', 'organizations', 'membershipsPerOrganization', 'seed');
    return control.seed({
      users: body.integer('users', 0, MAX_SEED),
      organizations: body.integer('organizations', 0, MAX_SEED),
      membershipsPerOrganization: body.integer('membershipsPerOrganization', 0, MAX_SEED),
      seed: body.integer('seed', 0),
    });
  });
  route('POST', '/webhooks', ({ body }) => {
    body.only('enabled', 'url', 'secret');
    const url = body.optionalText('url');
    if (url !== undefined && !/^https?:\/\//.test(url)) throw badFormat('url', 'an http or https address');
    const secret = body.optionalText('secret');
    if (secret !== undefined && !/^whsec_[A-Za-z0-9+/]+=*$/.test(secret))
      throw badFormat('secret', 'whsec_ and base64');
    const enabled = body.flag('enabled');
    return control.setWebhooks({
      ...(enabled !== undefined && { enabled }),
      ...(url !== undefined && { url }),
      ...(secret !== undefined && { secret }),
    });
  });
  route('GET', '/webhooks', () => control.webhooks());
  route('POST', '/webhooks/flush', async () => ({ attempts: await control.flushWebhooks() }));
  route('GET', '/webhooks/deliveries', () => ({ deliveries: control.deliveries() }));
  route('POST', '/webhooks/deliveries/:id/resend', ({ params }) => {
    control.resend(params['id'] ?? '');
    return noContent;
  });
  route('POST', '/webhooks/emit', ({ body }) => {
    body.only('type', 'data');
    control.emit(body.text('type'), body.object('data'));
    return noContent;
  });
  route('POST', '/faults', ({ rawBody }) => {
    if (Array.isArray(rawBody)) control.setFaults(rawBody.map(readFault));
    else if (isObject(rawBody)) readFaultObject(control, rawBody);
    else throw missing('match');
    return noContent;
  });
  route('DELETE', '/faults', () => {
    control.clearFaults();
    return noContent;
  });
  route('POST', '/clock', ({ body }) => {
    const seconds = body.only('advanceSeconds').number('advanceSeconds');
    if (seconds === undefined) throw missing('advanceSeconds');
    if (seconds < 0)
      throw clerkError(422, 'form_param_value_invalid', 'is invalid', 'Time goes forward only.');
    return control.advanceClock(seconds);
  });
  route('GET', '/clock', () => ({ now: control.now() }));
  route('POST', '/reset', () => {
    control.reset();
    return noContent;
  });
}

/** `{faults?: [...], webhooks?: {...}}`, or one rule. */
function readFaultObject(control: ControlPanel, body: Record<string, unknown>): void {
  if ('match' in body) {
    control.setFaults([readFault(body)]);
    return;
  }
  const fields = new Fields(body).only('faults', 'webhooks');
  const rules = fields.raw('faults') ?? [];
  if (!Array.isArray(rules)) throw badFormat('faults', 'a list');
  const webhooks = fields.object('webhooks');
  const parsed = rules.map(readFault);
  if (webhooks) control.setWebhookFaults(readWebhookFaults(new Fields(webhooks)));
  control.setFaults(parsed);
}

function readFault(item: unknown): FaultRule {
  const body = new Fields(item).only(
    ...[
      'match',
      'status',
      'code',
      'retryAfter',
      'latencyMs',
      'answerLatencyMs',
      'hang',
      'dropResponse',
      'answer',
    ],
    ...['times', 'probability', 'seed'],
  );
  return {
    match: body.text('match'),
    status: body.integer('status', 200, 599),
    code: body.optionalText('code'),
    retryAfter: body.integer('retryAfter', 0),
    latencyMs: body.integer('latencyMs', 0, 600_000),
    answerLatencyMs: body.integer('answerLatencyMs', 0, 600_000),
    hang: body.flag('hang'),
    dropResponse: body.flag('dropResponse'),
    answer: body.oneOf('answer', SPOILED_ANSWERS),
    times: body.integer('times', 0),
    probability: readProbability(body, 'probability'),
    seed: body.integer('seed', 0),
  };
}

function readWebhookFaults(body: Fields): WebhookFaultSettings {
  body.only('drop', 'duplicate', 'reorder', 'delayMs', 'seed');
  const settings: WebhookFaultSettings = {};
  for (const name of ['drop', 'duplicate', 'reorder'] as const) {
    const value = body.raw(name);
    const read = typeof value === 'number' ? readProbability(body, name) : body.flag(name);
    if (read !== undefined) settings[name] = read;
  }
  const delayMs = body.integer('delayMs', 0);
  if (delayMs !== undefined) settings.delayMs = delayMs;
  const seed = body.integer('seed', 0);
  if (seed !== undefined) settings.seed = seed;
  return settings;
}

function readProbability(body: Fields, name: string): number | undefined {
  const value = body.number(name);
  if (value !== undefined && (value < 0 || value > 1)) throw badFormat(name, 'between 0 and 1');
  return value;
}
