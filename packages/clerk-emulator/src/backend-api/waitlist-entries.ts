import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import { DocumentStore, without } from '../operations/document-store.js';
import type { JsonObject } from '../state/records.js';
import { createInvitation } from './invitations.js';
import { readBulk } from './organization-invitations.js';
import { checkEmailAddress } from './users.js';

/** People who wait to be let in. */
export function waitlistRoutes(route: Register, core: EmulatorCore): void {
  const entries = new DocumentStore(core, 'waitlist_entry', 'wle');
  const add = (body: Fields): JsonObject => {
    body.only('email_address', 'notify');
    const address = body.text('email_address').toLowerCase();
    checkEmailAddress('email_address', address);
    const known = entries.find(address);
    if (known) return known;
    const entry = entries.create({ email_address: address, status: 'pending', is_locked: false }, address);
    core.events.emit('waitlistEntry.created', entry);
    return entry;
  };
  const change = (id: string, changes: JsonObject): JsonObject => {
    const entry = entries.change(id, changes);
    core.events.emit('waitlistEntry.updated', entry);
    return entry;
  };
  route('GET', '/waitlist_entries', ({ query }) => {
    const statuses = query.list('status');
    const text = query.text('query')?.toLowerCase();
    const rows = entries
      .list()
      .filter(({ status }) => statuses.length === 0 || statuses.includes(String(status)))
      .filter(({ email_address }) => text === undefined || String(email_address).includes(text));
    return entries.envelope(query, rows);
  });
  route('POST', '/waitlist_entries', ({ body }) => add(body));
  route('POST', '/waitlist_entries/bulk', ({ rawBody }) => readBulk(rawBody).map(add));
  route('DELETE', '/waitlist_entries/:id', ({ params }) => entries.delete(params['id'] ?? ''));
  route('POST', '/waitlist_entries/:id/invite', ({ params, body }) => {
    body.only('ignore_existing');
    const entry = entries.get(params['id'] ?? '');
    if (entry['status'] === 'completed') throw clerkError(409, 'conflict', 'already completed');
    const invitation = without(
      createInvitation(core, { emailAddress: String(entry['email_address']) }),
      'ticket',
    );
    return change(String(entry['id']), { status: 'invited', invitation });
  });
  route('POST', '/waitlist_entries/:id/reject', ({ params }) =>
    change(params['id'] ?? '', { status: 'rejected' }),
  );
}
