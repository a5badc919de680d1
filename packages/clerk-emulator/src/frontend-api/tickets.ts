import type { EmulatorCore } from '../emulator-core.js';
import { expireIfDue } from '../operations/invitation-operations.js';
import { ticketStore } from '../backend-api/sign-in-tickets.js';
import { invitationStore } from '../backend-api/invitations.js';
import { clerkError } from '../server/clerk-error.js';
import type { JsonObject, OrganizationInvitationRecord } from '../state/records.js';

/** What a ticket in a link stands for. */
export type Ticket =
  | { kind: 'sign_in_token' | 'actor_token'; document: JsonObject }
  | { kind: 'organization_invitation'; invitation: OrganizationInvitationRecord }
  | { kind: 'invitation'; document: JsonObject };

/** Finds what a ticket stands for. 400 when it is unknown, used, revoked or expired. */
export function readTicket(core: EmulatorCore, ticket: string): Ticket {
  for (const kind of ['sign_in_token', 'actor_token'] as const) {
    const document = ticketStore(core, kind).find(ticket);
    if (document) {
      requireUsable(core, document['status'], document['expires_at']);
      return { kind, document };
    }
  }
  const stored = core.state.organizationInvitations.one('ticket', ticket);
  if (stored) {
    const invitation = expireIfDue(core, stored);
    requireUsable(core, invitation.status, invitation.expires_at);
    return { kind: 'organization_invitation', invitation };
  }
  const document = invitationStore(core).find(ticket);
  if (!document)
    throw clerkError(400, 'ticket_invalid_code', 'Ticket is invalid', 'The ticket is not known.');
  requireUsable(core, document['status'], document['expires_at']);
  return { kind: 'invitation', document };
}

function requireUsable(core: EmulatorCore, status: unknown, expiresAt: unknown): void {
  if (status === 'pending' && Number(expiresAt) > core.clock.now()) return;
  if (status === 'pending' || status === 'expired') {
    throw clerkError(400, 'ticket_expired_code', 'Ticket has expired');
  }
  throw clerkError(400, 'ticket_invalid_code', 'Ticket is invalid', `The ticket is ${String(status)}.`);
}
