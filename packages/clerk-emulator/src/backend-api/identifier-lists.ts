import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError } from '../server/clerk-error.js';
import { DocumentStore } from '../operations/document-store.js';
import type { JsonObject } from '../state/records.js';

/** The allowlist and the blocklist. */
export function identifierListRoutes(route: Register, core: EmulatorCore): void {
  const allowed = new DocumentStore(core, 'allowlist_identifier', 'alid');
  const blocked = new DocumentStore(core, 'blocklist_identifier', 'blid');
  route('GET', '/allowlist_identifiers', ({ query }) => allowed.page(query));
  route('GET', '/blocklist_identifiers', ({ query }) => blocked.envelope(query));
  route('POST', '/allowlist_identifiers', ({ body }) => {
    body.only('identifier', 'notify');
    return add(core, allowed, body.text('identifier'));
  });
  route('POST', '/blocklist_identifiers', ({ body }) =>
    add(core, blocked, body.only('identifier').text('identifier')),
  );
  route('DELETE', '/allowlist_identifiers/:id', ({ params }) => allowed.delete(params['id'] ?? ''));
  route('DELETE', '/blocklist_identifiers/:id', ({ params }) => blocked.delete(params['id'] ?? ''));
}

function add(core: EmulatorCore, store: DocumentStore, identifier: string): JsonObject {
  if (store.find(identifier)) {
    throw clerkError(400, 'duplicate_record', 'duplicate record', `${identifier} is already in the list.`);
  }
  const type = identifier.includes('@')
    ? 'email_address'
    : identifier.startsWith('+')
      ? 'phone_number'
      : 'web3_wallet';
  return store.create(
    { identifier, identifier_type: type, instance_id: core.identity.instanceId },
    identifier,
  );
}
