import type { EmulatorCore } from '../emulator-core.js';
import { ticketStore } from '../backend-api/sign-in-tickets.js';
import { acceptInvitation } from '../operations/accept-invitation.js';
import { hashPassword, isPassword } from '../operations/passwords.js';
import { createSession, endSessions, type NewSession } from '../operations/session-operations.js';
import { readSettings } from '../operations/settings.js';
import { changeUser, findUserByEmail, getUser, LOCK_MS } from '../operations/user-operations.js';
import type { Call, Register } from '../server/call.js';
import { clerkError, missing, notFound } from '../server/clerk-error.js';
import { ATTEMPTS_BEFORE_LOCK, hasSecondFactor } from '../shapes/user.shape.js';
import type { ClientRecord, JsonObject, UserRecord } from '../state/records.js';
import type { ClientAccess } from './client-access.js';
import { isSecondFactorCode, prepareSecondFactor, secondFactorsOf } from './second-factors.js';
import { signInShape } from './sign-in.shape.js';
import { readTicket } from './tickets.js';
import { sendCode, TEST_CODE } from './verification-codes.js';

const ABANDON_MS = 24 * 60 * 60 * 1000;
const CODE_MS = 10 * 60 * 1000;
const RESET = 'reset_password_email_code';

/** Signing in: by password, by e-mail code or by a ticket, with a second factor where there is one. */
export function signInRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  const one = '/client/sign_ins/:id';
  const find = (call: Call): { client: ClientRecord; attempt: JsonObject } => {
    const client = access.require(call);
    const attempt = access.signIns.get(call.params['id'] ?? '');
    if (attempt['client_id'] !== client.id) throw notFound('sign in attempt', String(attempt['id']));
    return { client, attempt };
  };
  const show = (client: ClientRecord, attempt: JsonObject): JsonObject =>
    access.wrap(client, signInShape(core, attempt));
  const showStep = (call: Call, client: ClientRecord, attempt: JsonObject): JsonObject => {
    if (attempt['status'] === 'complete') access.rotate(call, client);
    return show(client, attempt);
  };

  route('POST', '/client/sign_ins', async (call) => {
    const client = access.findOrCreate(call);
    const ticket = call.body.optionalText('ticket');
    if (ticket !== undefined) return showStep(call, client, signInByTicket(core, access, client, ticket));
    const identifier = call.body.optionalText('identifier');
    const user = identifier === undefined ? undefined : requireUser(core, identifier);
    const attempt = access.signIns.create({
      client_id: client.id,
      user_id: user?.id ?? null,
      identifier: identifier ?? null,
      status: user ? 'needs_first_factor' : 'needs_identifier',
      first_factor: null,
      second_factor: null,
      created_session_id: null,
      abandon_at: core.clock.now() + ABANDON_MS,
    });
    access.change(client, { sign_in_id: String(attempt['id']) });
    const password = call.body.optionalText('password');
    if (!user || password === undefined) return show(client, attempt);
    await checkPassword(core, user.id, password);
    return showStep(call, client, passFirstFactor(core, access, attempt, 'password'));
  });
  route('GET', one, (call) => {
    const { client, attempt } = find(call);
    return show(client, attempt);
  });
  route('POST', `${one}/prepare_first_factor`, (call) => {
    const { client, attempt } = find(call);
    const user = getUser(core, String(attempt['user_id']));
    const strategy = call.body.text('strategy');
    refuseLockedOut(core, user);
    if (strategy !== RESET) {
      if (strategy === 'email_code') sendCode(core, user);
      return show(client, attempt);
    }
    if (!user.password) throw unavailable(strategy);
    sendCode(core, user);
    const changes = { reset_sent_at: core.clock.now() };
    return show(client, access.signIns.change(String(attempt['id']), changes));
  });
  route('POST', `${one}/attempt_first_factor`, async (call) => {
    const { client, attempt } = find(call);
    if (attempt['status'] !== 'needs_first_factor') throw wrongStep(attempt);
    const strategy = call.body.text('strategy');
    const userId = String(attempt['user_id']);
    if (strategy === 'password') await checkPassword(core, userId, call.body.text('password'));
    else if (strategy === 'email_code') checkCode(core, getUser(core, userId), call.body.text('code'));
    else if (strategy === RESET) {
      const sentAt = attempt['reset_sent_at'];
      if (typeof sentAt !== 'number') throw clerkError(400, 'verification_missing', 'Verification missing');
      if (sentAt + CODE_MS <= core.clock.now())
        throw clerkError(400, 'verification_expired', 'Verification expired');
      checkCode(core, getUser(core, userId), call.body.text('code'));
      const changes = { status: 'needs_new_password', first_factor: strategy };
      return show(client, access.signIns.change(String(attempt['id']), changes));
    } else throw unavailable(strategy);
    return showStep(call, client, passFirstFactor(core, access, attempt, strategy));
  });
  route('POST', `${one}/reset_password`, async (call) => {
    const { client, attempt } = find(call);
    if (attempt['status'] !== 'needs_new_password') throw wrongStep(attempt);
    const password = await hashPassword(core, call.body.text('password'));
    const user = changeUser(core, getUser(core, String(attempt['user_id'])), { password });
    if (call.body.flag('sign_out_of_other_sessions') === true) endSessions(core, user.id, 'revoked');
    return showStep(call, client, passFirstFactor(core, access, attempt, RESET));
  });
  const secondFactor = (call: Call) => {
    const { client, attempt } = find(call);
    if (attempt['status'] !== 'needs_second_factor' && attempt['status'] !== 'needs_client_trust')
      throw wrongStep(attempt);
    const user = getUser(core, String(attempt['user_id']));
    refuseLockedOut(core, user);
    const strategy = call.body.text('strategy');
    if (!secondFactorsOf(user, attempt['status']).some((factor) => factor['strategy'] === strategy))
      throw unavailable(strategy);
    return { client, attempt, user, strategy };
  };
  route('POST', `${one}/prepare_second_factor`, (call) => {
    const { client, attempt, user, strategy } = secondFactor(call);
    prepareSecondFactor(core, user, strategy);
    const changes = { prepared: strategy, prepared_at: core.clock.now() };
    return show(client, access.signIns.change(String(attempt['id']), changes));
  });
  route('POST', `${one}/attempt_second_factor`, (call) => {
    const { client, attempt, user, strategy } = secondFactor(call);
    const code = call.body.text('code');
    if (!isSecondFactorCode(core, user, attempt, strategy, code))
      throw failedAttempt(core, user, 'form_code_incorrect', 'code');
    return showStep(call, client, complete(core, access, attempt, { second_factor: strategy }));
  });
}

function requireUser(core: EmulatorCore, identifier: string): UserRecord {
  const { users } = core.state;
  const user =
    findUserByEmail(core, identifier) ?? users.one('username', identifier) ?? users.one('phone', identifier);
  if (user) return user;
  throw clerkError(422, 'form_identifier_not_found', "Couldn't find your account.", undefined, {
    param_name: 'identifier',
  });
}

function refuseLockedOut(core: EmulatorCore, user: UserRecord): void {
  if (user.banned) throw clerkError(403, 'user_banned', 'User is banned', 'This account has been banned.');
  if (user.locked_until !== null && user.locked_until > core.clock.now()) {
    const seconds = Math.ceil((user.locked_until - core.clock.now()) / 1000);
    throw clerkError(403, 'user_locked', 'Account locked', `Locked for ${seconds} seconds.`, {
      lockout_expires_in_seconds: seconds,
    });
  }
}

async function checkPassword(core: EmulatorCore, userId: string, password: string): Promise<void> {
  const user = getUser(core, userId);
  refuseLockedOut(core, user);
  if (!user.password) throw clerkError(400, 'strategy_for_user_invalid', 'The user has no password.');
  const right = await isPassword(user.password, password);
  if (!right) throw failedAttempt(core, getUser(core, userId), 'form_password_incorrect', 'password');
}

function checkCode(core: EmulatorCore, user: UserRecord, code: string): void {
  refuseLockedOut(core, user);
  if (code !== TEST_CODE) throw failedAttempt(core, user, 'form_code_incorrect', 'code');
}

/** Counts the failure, locks the account at the tenth, and gives the error to throw. */
function failedAttempt(core: EmulatorCore, user: UserRecord, code: string, param: string): Error {
  const failed_attempts = user.failed_attempts + 1;
  const locked = failed_attempts >= ATTEMPTS_BEFORE_LOCK;
  core.state.users.put({
    ...user,
    failed_attempts,
    ...(locked && { locked_until: core.clock.now() + LOCK_MS }),
  });
  return clerkError(422, code, 'is incorrect', `The ${param} is incorrect. Try again.`, {
    param_name: param,
  });
}

function unavailable(strategy: string): Error {
  return clerkError(400, 'strategy_for_user_invalid', 'Invalid strategy', `${strategy} is not available.`);
}

function wrongStep(attempt: JsonObject): Error {
  return clerkError(
    400,
    'sign_in_wrong_step',
    'Not the step',
    `The sign-in is ${String(attempt['status'])}.`,
  );
}

function passFirstFactor(
  core: EmulatorCore,
  access: ClientAccess,
  attempt: JsonObject,
  strategy: string,
): JsonObject {
  const user = getUser(core, String(attempt['user_id']));
  refuseLockedOut(core, user);
  // Clerk says of such a password that it has to be reset, and asks for no further factor before.
  const status =
    strategy === 'password' && user.password?.compromised === true
      ? 'needs_new_password'
      : hasSecondFactor(user)
        ? 'needs_second_factor'
        : isUntrusted(core, user, attempt, strategy)
          ? 'needs_client_trust'
          : null;
  if (status === null) return complete(core, access, attempt, { first_factor: strategy });
  return access.signIns.change(String(attempt['id']), { status, first_factor: strategy });
}

/** Device Trust: a password alone is not enough on a device that the person has never had a session on. */
function isUntrusted(core: EmulatorCore, user: UserRecord, attempt: JsonObject, strategy: string): boolean {
  if (strategy !== 'password' || user.bypass_client_trust) return false;
  if (readSettings(core, 'attack_protection')['client_trust'] !== true) return false;
  const sessions = core.state.sessions.by('client', String(attempt['client_id']));
  return !sessions.some(({ user_id: id }) => id === user.id);
}

function complete(
  core: EmulatorCore,
  access: ClientAccess,
  attempt: JsonObject,
  changes: JsonObject,
  session: Partial<NewSession> = {},
): JsonObject {
  const user = getUser(core, String(attempt['user_id']));
  core.state.users.put({ ...user, failed_attempts: 0 });
  const created = createSession(core, {
    userId: user.id,
    clientId: String(attempt['client_id']),
    secondFactor: typeof changes['second_factor'] === 'string',
    ...session,
  });
  const client = core.state.clients.get(String(attempt['client_id']));
  if (client) access.change(client, { sign_in_id: null });
  return access.signIns.change(String(attempt['id']), {
    ...changes,
    status: 'complete',
    created_session_id: created.id,
  });
}

/** A ticket signs in without a password: of the Backend API, or an invitation of somebody who has an account. */
function signInByTicket(
  core: EmulatorCore,
  access: ClientAccess,
  client: ClientRecord,
  text: string,
): JsonObject {
  const ticket = readTicket(core, text);
  if (ticket.kind === 'invitation') throw missing('sign_up');
  let userId: string;
  let session: Partial<NewSession> = {};
  if (ticket.kind === 'organization_invitation') {
    const user = findUserByEmail(core, ticket.invitation.email_address);
    if (!user) throw clerkError(422, 'form_identifier_not_found', "Couldn't find your account.");
    refuseLockedOut(core, user);
    userId = acceptInvitation(core, ticket.invitation).id;
    session = { organizationId: ticket.invitation.organization_id };
  } else {
    const { document } = ticket;
    userId = String(document['user_id']);
    refuseLockedOut(core, getUser(core, userId));
    ticketStore(core, ticket.kind).change(String(document['id']), { status: 'accepted' });
    session =
      ticket.kind === 'actor_token'
        ? {
            actor: document['actor'] as JsonObject,
            maxDurationMs: Number(document['session_seconds']) * 1000,
          }
        : { organizationId: document['org_id'] as string | null };
  }
  const attempt = access.signIns.create({
    client_id: client.id,
    user_id: userId,
    identifier: null,
    status: 'needs_first_factor',
    second_factor: null,
    created_session_id: null,
    abandon_at: core.clock.now() + ABANDON_MS,
  });
  return complete(core, access, attempt, { first_factor: 'ticket' }, session);
}
