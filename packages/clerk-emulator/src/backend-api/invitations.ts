import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, identifierExists } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import { DocumentStore, without } from '../operations/document-store.js';
import { findUserByEmail } from '../operations/user-operations.js';
import { ticketUrl } from '../shapes/organization.shape.js';
import { randomText } from '../state/id-generator.js';
import type { JsonObject } from '../state/records.js';
import { readBulk } from './organization-invitations.js';
import { checkEmailAddress } from './users.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 365;

/** Invitations to the application itself. */
export function invitationRoutes(route: Register, core: EmulatorCore): void {
  const invitations = invitationStore(core);
  const show = (invitation: JsonObject): JsonObject => {
    const due = invitation['status'] === 'pending' && Number(invitation['expires_at']) <= core.clock.now();
    return { ...without(invitation, 'ticket'), ...(due && { status: 'expired' }) };
  };
  route('GET', '/invitations', ({ query }) => {
    const statuses = query.list('status');
    const text = query.text('query')?.toLowerCase();
    const rows = invitations
      .list()
      .map(show)
      .filter(
        ({ status, email_address, id }) =>
          (statuses.length === 0 || statuses.includes(String(status))) &&
          (text === undefined || String(email_address).includes(text) || String(id).toLowerCase() === text),
      );
    return invitations.page(query, rows);
  });
  route('POST', '/invitations', ({ body }) => show(createInvitation(core, checkInvitation(core, body))));
  route('POST', '/invitations/bulk', ({ rawBody }) => {
    const checked = readBulk(rawBody).map((body) => checkInvitation(core, body));
    return checked.map((input) => show(createInvitation(core, input)));
  });
  route('POST', '/invitations/:id/revoke', ({ params }) => {
    const invitation = show(invitations.get(params['id'] ?? ''));
    if (invitation['status'] !== 'pending') {
      throw clerkError(400, 'invitation_already_' + String(invitation['status']), 'not pending');
    }
    return { ...show(invitations.change(String(invitation['id']), { status: 'revoked' })), revoked: true };
  });
}

export function invitationStore(core: EmulatorCore): DocumentStore {
  return new DocumentStore(core, 'invitation', 'inv');
}

/** What a new invitation is made of, after every check. */
export interface InvitationInput {
  emailAddress: string;
  publicMetadata?: JsonObject | undefined;
  days?: number | undefined;
}

/** Stores an invitation; its ticket is the second key. */
export function createInvitation(core: EmulatorCore, input: InvitationInput): JsonObject {
  const ticket = randomText(48);
  return invitationStore(core).create(
    {
      email_address: input.emailAddress,
      public_metadata: input.publicMetadata ?? {},
      status: 'pending',
      revoked: false,
      url: ticketUrl(core, ticket),
      expires_at: core.clock.now() + (input.days ?? DEFAULT_DAYS) * DAY_MS,
      ticket,
    },
    ticket,
  );
}

function checkInvitation(core: EmulatorCore, body: Fields): InvitationInput {
  body.only(
    ...['email_address', 'public_metadata', 'redirect_url', 'notify', 'ignore_existing'],
    ...['expires_in_days', 'template_slug'],
  );
  const address = body.text('email_address');
  checkEmailAddress('email_address', address);
  const emailAddress = address.toLowerCase();
  if (body.flag('ignore_existing') !== true) {
    if (findUserByEmail(core, emailAddress)) throw identifierExists('email_address');
    const pending = invitationStore(core)
      .list()
      .some((known) => known['email_address'] === emailAddress && known['status'] === 'pending');
    if (pending) {
      throw clerkError(
        400,
        'duplicate_record',
        'duplicate invitation',
        `${emailAddress} has a pending invitation.`,
      );
    }
  }
  return {
    emailAddress,
    publicMetadata: body.metadata('public_metadata'),
    days: body.integer('expires_in_days', 1, MAX_DAYS),
  };
}
