import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { changeUser } from '../operations/user-operations.js';
import { TEST_CODE } from '../frontend-api/verification-codes.js';
import type { JsonObject, UserRecord } from '../state/records.js';

const LIFETIME_MS = 600_000;

/** Verifying an e-mail address or phone number by a code; the code is always 424242. */
export function addressVerificationRoutes(route: Register, core: EmulatorCore): void {
  for (const kind of ['email', 'phone'] as const) {
    const path = kind === 'email' ? '/email_addresses/:id' : '/phone_numbers/:id';
    const strategy = kind === 'email' ? 'email_code' : 'phone_code';
    const shape = (id: string, status: string): JsonObject => ({
      object: 'verification_otp',
      id: `ver_${id.slice(id.indexOf('_') + 1)}`,
      status,
      strategy,
      attempts: status === 'verified' ? 1 : 0,
      expire_at: core.clock.now() + LIFETIME_MS,
      channel: null,
    });
    route('POST', `${path}/prepare_verification`, ({ params }) => {
      const id = params['id'] ?? '';
      owner(core, id);
      return shape(id, 'unverified');
    });
    route('POST', `${path}/attempt_verification`, ({ params, body }) => {
      const id = params['id'] ?? '';
      const user = owner(core, id);
      body.only('verification_id', 'code').text('verification_id');
      if (body.text('code') !== TEST_CODE) throw clerkError(400, 'verification_failed', 'Incorrect code');
      const verify = <T extends { id: string }>(list: readonly T[]): T[] =>
        list.map((item) =>
          item.id === id ? { ...item, verification: { status: 'verified', strategy } } : item,
        );
      changeUser(
        core,
        user,
        kind === 'email'
          ? { email_addresses: verify(user.email_addresses) }
          : { phone_numbers: verify(user.phone_numbers) },
      );
      return shape(id, 'verified');
    });
  }
}

function owner(core: EmulatorCore, id: string): UserRecord {
  const user = core.state.users.one('identification', id);
  if (!user) throw notFound('identification', id);
  return user;
}
