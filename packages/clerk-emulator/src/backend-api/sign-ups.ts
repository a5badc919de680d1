import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { DocumentStore, without } from '../operations/document-store.js';
import { signUpShape } from '../frontend-api/sign-up.shape.js';
import type { JsonObject } from '../state/records.js';

/** Sign-ups as the Backend API shows them. */
export function signUpAdministrationRoutes(route: Register, core: EmulatorCore): void {
  const attempts = new DocumentStore(core, 'sign_up_attempt', 'sua');
  const show = (attempt: JsonObject): JsonObject => {
    const shape = signUpShape(attempt);
    const complete = attempt['status'] === 'complete';
    const email = { next_action: complete ? '' : 'needs_attempt', supported_strategies: ['email_code'] };
    return {
      ...without(shape, 'verifications'),
      verifications: { email_address: email, phone_number: null, web3_wallet: null, external_account: null },
      custom_action: attempt['custom_action'] === true,
      external_id: attempt['external_id'] ?? null,
    };
  };
  route('GET', '/sign_ups/:id', ({ params }) => show(attempts.get(params['id'] ?? '')));
  route('PATCH', '/sign_ups/:id', ({ params, body }) => {
    body.only('external_id', 'custom_action');
    const changes = {
      external_id: body.nullableText('external_id'),
      custom_action: body.flag('custom_action'),
    };
    return show(attempts.change(params['id'] ?? '', changes));
  });
}
