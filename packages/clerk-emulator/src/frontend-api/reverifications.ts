import type { EmulatorCore } from '../emulator-core.js';
import { without } from '../operations/document-store.js';
import { isPassword } from '../operations/passwords.js';
import { changeSession } from '../operations/session-operations.js';
import type { Call, Register } from '../server/call.js';
import { clerkError } from '../server/clerk-error.js';
import { ownSessionShape } from '../shapes/frontend.shape.js';
import { hasSecondFactor } from '../shapes/user.shape.js';
import type { JsonObject, SessionRecord, UserRecord } from '../state/records.js';
import type { ClientAccess, SignedIn } from './client-access.js';
import { isSecondFactorCode, prepareSecondFactor, secondFactorsOf } from './second-factors.js';
import { sendCode, TEST_CODE } from './verification-codes.js';

/** Proving again, within a session, who one is: by password or e-mail code, and by the second factor where there is one. */
export function reverificationRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  const one = '/client/sessions/:id/verify';
  const find = (call: Call): SignedIn => access.requireSession(call, call.params['id'] ?? '');
  /** Sessions to whose person a code was sent. */
  const sent = new Set<string>();
  /** Which second factor was prepared in a session, and when. */
  const prepared = new Map<string, JsonObject>();

  route('POST', one, (call) => {
    const { client, session } = find(call);
    const level = call.body.optionalText('level') ?? 'first_factor';
    return access.wrap(client, reverification(core, session, level, 'needs_first_factor'));
  });
  route('POST', `${one}/prepare_first_factor`, (call) => {
    const { client, session, user } = find(call);
    const strategy = call.body.text('strategy');
    if (!firstFactorsOf(user).some((factor) => factor['strategy'] === strategy) || strategy === 'password')
      throw clerkError(400, 'strategy_for_user_invalid', 'Invalid strategy', `${strategy} is not available.`);
    sendCode(core, user);
    sent.add(session.id);
    return access.wrap(client, reverification(core, session, 'first_factor', 'needs_first_factor'));
  });
  route('POST', `${one}/attempt_first_factor`, async (call) => {
    const { client, session, user } = find(call);
    const strategy = call.body.text('strategy');
    if (strategy === 'email_code') checkCode(sent, session, call.body.text('code'));
    else await checkPassword(user, strategy, call);
    const fresh = changeSession(core, session, { first_factor_at: core.clock.now() });
    const status = hasSecondFactor(user) ? 'needs_second_factor' : 'complete';
    return access.wrap(client, reverification(core, fresh, 'first_factor', status));
  });
  route('POST', `${one}/prepare_second_factor`, (call) => {
    const { client, session, user } = find(call);
    const strategy = call.body.text('strategy');
    prepareSecondFactor(core, user, strategy);
    prepared.set(session.id, { prepared: strategy, prepared_at: core.clock.now() });
    return access.wrap(client, reverification(core, session, 'second_factor', 'needs_second_factor'));
  });
  route('POST', `${one}/attempt_second_factor`, (call) => {
    const { client, session, user } = find(call);
    const strategy = call.body.optionalText('strategy') ?? 'totp';
    const isOffered = secondFactorsOf(user, 'needs_second_factor').some(
      (factor) => factor['strategy'] === strategy,
    );
    const attempt = prepared.get(session.id) ?? {};
    if (!isOffered || !isSecondFactorCode(core, user, attempt, strategy, call.body.text('code'))) {
      throw clerkError(422, 'form_code_incorrect', 'is incorrect', 'Incorrect code');
    }
    const fresh = changeSession(core, session, { second_factor_at: core.clock.now() });
    return access.wrap(client, reverification(core, fresh, 'second_factor', 'complete'));
  });
}

/** A code is good for one attempt that succeeds. */
function checkCode(sent: Set<string>, session: SessionRecord, code: string): void {
  if (!sent.has(session.id))
    throw clerkError(400, 'verification_missing', 'Verification missing', 'Prepare the verification first.');
  if (code !== TEST_CODE) throw clerkError(422, 'form_code_incorrect', 'is incorrect', 'Incorrect code');
  sent.delete(session.id);
}

async function checkPassword(user: UserRecord, strategy: string, call: Call): Promise<void> {
  const isRight =
    strategy === 'password' &&
    user.password !== null &&
    (await isPassword(user.password, call.body.text('password')));
  if (!isRight) throw clerkError(422, 'form_password_incorrect', 'is incorrect', 'Password is incorrect.');
}

function firstFactorsOf(user: UserRecord): JsonObject[] {
  const email = user.email_addresses.find(({ id }) => id === user.primary_email_address_id);
  return [
    ...(user.password === null ? [] : [{ strategy: 'password' }]),
    ...(email === undefined
      ? []
      : [
          {
            strategy: 'email_code',
            safe_identifier: email.email_address,
            email_address_id: email.id,
            primary: true,
          },
        ]),
  ];
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
    supported_first_factors: user ? firstFactorsOf(user) : [],
    supported_second_factors: user ? secondFactorsOf(user, 'needs_second_factor') : [],
    first_factor_verification: null,
    second_factor_verification: null,
    session: without(ownSessionShape(core, session), 'user'),
  };
}
