import type { EmulatorCore } from '../emulator-core.js';
import { invitationStore } from '../backend-api/invitations.js';
import { checkEmailAddress } from '../backend-api/users.js';
import { acceptInvitation } from '../operations/accept-invitation.js';
import { hashPassword } from '../operations/passwords.js';
import { createSession } from '../operations/session-operations.js';
import { changeUser, createUser, findUserByEmail, newEmailAddress } from '../operations/user-operations.js';
import type { Call, Register } from '../server/call.js';
import { clerkError, identifierExists, missing, notFound } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import type { ClientRecord, JsonObject, PasswordRecord, UserRecord } from '../state/records.js';
import type { ClientAccess } from './client-access.js';
import { signUpShape } from './sign-up.shape.js';
import { readTicket, type Ticket } from './tickets.js';
import { sendCode, TEST_CODE } from './verification-codes.js';

const ABANDON_MS = 24 * 60 * 60 * 1000;
const CODE_MS = 10 * 60 * 1000;

/** Signing up: with an e-mail code, or with the ticket of an invitation. */
export function signUpRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  const one = '/client/sign_ups/:id';
  const find = (call: Call): { client: ClientRecord; attempt: JsonObject } => {
    const client = access.require(call);
    const attempt = access.signUps.get(call.params['id'] ?? '');
    if (attempt['client_id'] !== client.id) throw notFound('sign up attempt', String(attempt['id']));
    return { client, attempt };
  };
  const show = (client: ClientRecord, attempt: JsonObject): JsonObject =>
    access.wrap(client, signUpShape(attempt));

  route('POST', '/client/sign_ups', async (call) => {
    const client = access.findOrCreate(call);
    const { body } = call;
    const ticketText = body.optionalText('ticket');
    const ticket = ticketText === undefined ? undefined : readTicket(core, ticketText);
    const address = ticketAddress(ticket) ?? body.optionalText('email_address')?.toLowerCase() ?? null;
    if (address !== null) {
      checkEmailAddress('email_address', address);
      if (findUserByEmail(core, address)) throw identifierExists('email_address');
    }
    const password = await readSecret(core, body);
    const attempt = access.signUps.create({
      client_id: client.id,
      status: 'missing_requirements',
      email_address: address,
      verified: false,
      username: body.optionalText('username') ?? null,
      first_name: body.optionalText('first_name') ?? null,
      last_name: body.optionalText('last_name') ?? null,
      password,
      created_session_id: null,
      created_user_id: null,
      abandon_at: core.clock.now() + ABANDON_MS,
    });
    access.change(client, { sign_up_id: String(attempt['id']) });
    if (ticket === undefined) return show(client, attempt);
    const completed = complete(core, access, client, attempt, ticket);
    access.rotate(call, client);
    return show(client, completed);
  });
  route('GET', one, (call) => {
    const { client, attempt } = find(call);
    return show(client, attempt);
  });
  route('PATCH', one, async (call) => {
    const { client, attempt } = find(call);
    const password = await readSecret(core, call.body);
    const address = call.body.optionalText('email_address')?.toLowerCase();
    if (address !== undefined) {
      checkEmailAddress('email_address', address);
      if (findUserByEmail(core, address)) throw identifierExists('email_address');
    }
    const changes = {
      ...(address !== undefined && { email_address: address, prepared_at: null }),
      first_name: call.body.optionalText('first_name'),
      last_name: call.body.optionalText('last_name'),
      username: call.body.optionalText('username'),
      password: password ?? undefined,
    };
    return show(client, access.signUps.change(String(attempt['id']), changes));
  });
  route('POST', `${one}/prepare_verification`, (call) => {
    const { client, attempt } = find(call);
    if (typeof attempt['email_address'] !== 'string') throw missing('email_address');
    sendCode(core, attempt['email_address']);
    const changes = { prepared_at: core.clock.now() };
    return show(client, access.signUps.change(String(attempt['id']), changes));
  });
  route('POST', `${one}/attempt_verification`, (call) => {
    const { client, attempt } = find(call);
    if (attempt['status'] === 'complete')
      throw clerkError(400, 'verification_already_verified', 'Already verified');
    const preparedAt = attempt['prepared_at'];
    if (typeof preparedAt !== 'number')
      throw clerkError(
        400,
        'verification_missing',
        'Verification missing',
        'Prepare the verification first.',
      );
    if (preparedAt + CODE_MS <= core.clock.now())
      throw clerkError(400, 'verification_expired', 'Verification expired', 'The code has expired.');
    if (call.body.text('code') !== TEST_CODE) {
      throw clerkError(422, 'form_code_incorrect', 'is incorrect', 'Incorrect code', { param_name: 'code' });
    }
    const completed = complete(core, access, client, attempt);
    access.rotate(call, client);
    return show(client, completed);
  });
}

async function readSecret(core: EmulatorCore, body: Fields): Promise<PasswordRecord | null> {
  const password = body.optionalText('password');
  return password === undefined ? null : hashPassword(core, password);
}

function ticketAddress(ticket: Ticket | undefined): string | undefined {
  if (!ticket) return undefined;
  if (ticket.kind === 'organization_invitation') return ticket.invitation.email_address;
  if (ticket.kind === 'invitation') return String(ticket.document['email_address']);
  throw clerkError(400, 'ticket_invalid_code', 'Ticket is invalid', 'The ticket is for signing in.');
}

function complete(
  core: EmulatorCore,
  access: ClientAccess,
  client: ClientRecord,
  attempt: JsonObject,
  ticket?: Ticket,
): JsonObject {
  const user = createPerson(core, attempt, ticket);
  const organizationId =
    ticket?.kind === 'organization_invitation' ? ticket.invitation.organization_id : undefined;
  const session = createSession(core, { userId: user.id, clientId: client.id, organizationId });
  access.change(client, { sign_up_id: null });
  return access.signUps.change(String(attempt['id']), {
    status: 'complete',
    verified: true,
    password: null,
    created_session_id: session.id,
    created_user_id: user.id,
  });
}

function createPerson(core: EmulatorCore, attempt: JsonObject, ticket: Ticket | undefined): UserRecord {
  const text = (name: string): string | null => {
    const value = attempt[name];
    return typeof value === 'string' ? value : null;
  };
  const password = (attempt['password'] ?? null) as PasswordRecord | null;
  if (ticket?.kind === 'organization_invitation') {
    const person = { firstName: text('first_name') ?? undefined, lastName: text('last_name') ?? undefined };
    const user = acceptInvitation(core, ticket.invitation, person);
    return password ? changeUser(core, user, { password }) : user;
  }
  const strategy = ticket ? 'ticket' : 'email_code';
  const user = createUser(core, {
    first_name: text('first_name'),
    last_name: text('last_name'),
    username: text('username'),
    password,
    email_addresses: [newEmailAddress(core, text('email_address') ?? '', { status: 'verified', strategy })],
    ...(ticket?.kind === 'invitation' && {
      public_metadata: ticket.document['public_metadata'] as JsonObject,
    }),
  });
  if (ticket?.kind === 'invitation') {
    invitationStore(core).change(String(ticket.document['id']), { status: 'accepted' });
  }
  return user;
}
