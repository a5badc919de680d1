import type { EmulatorCore } from '../emulator-core.js';
import type { ClientRecord } from '../state/records.js';
import type { Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { slice } from '../server/query.js';
import { clientShape } from '../shapes/session.shape.js';

/** Clients: browsers and devices. */
export function clientRoutes(route: Register, core: EmulatorCore): void {
  const { clients } = core.state;
  route('GET', '/clients', ({ query }) => {
    const all = clients.all().reverse();
    const data = slice<ClientRecord>(all, query.page()).map((client) => clientShape(core, client));
    return query.flag('paginated') === true ? { data, total_count: all.length } : data;
  });
  route('GET', '/clients/:id', ({ params }) => {
    const client = clients.get(params['id'] ?? '');
    if (!client) throw notFound('client', params['id'] ?? '');
    return clientShape(core, client);
  });
  route('POST', '/clients/verify', ({ body }) => {
    const client = clients.one('secret', body.only('token').text('token'));
    if (!client) throw clerkError(401, 'authentication_invalid', 'Invalid authentication');
    return clientShape(core, client);
  });
}
