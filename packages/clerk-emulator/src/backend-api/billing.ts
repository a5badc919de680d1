import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { notFound } from '../server/clerk-error.js';
import { getOrganization } from '../operations/organization-operations.js';
import { getUser } from '../operations/user-operations.js';

/** Billing of an instance that sells nothing: the lists are empty and nobody has a subscription. */
export function billingRoutes(route: Register, core: EmulatorCore): void {
  for (const list of ['plans', 'prices', 'subscription_items', 'statements'] as const) {
    route('GET', `/billing/${list}`, () => ({ data: [], total_count: 0 }));
  }
  route('GET', '/users/:id/billing/subscription', ({ params }) => {
    throw notFound('subscription of user', getUser(core, params['id'] ?? '').id);
  });
  route('GET', '/organizations/:id/billing/subscription', ({ params }) => {
    throw notFound('subscription of organization', getOrganization(core, params['id'] ?? '').id);
  });
}
