import { ClerkSchemaError } from '../clerk-errors.js';
import { FieldReader } from '../field-reader.js';
import { type ClerkSignIn, readSignIn } from './clerk-frontend.js';
import type { FrontendCaller, FrontendTransport } from './frontend-transport.js';
import { newClientToken } from './new-client-token.js';

const STRATEGY = 'reset_password_email_code';

/** Resetting a password by a code that Clerk mails: a sign-in whose first factor is that code. Errors: as of `ClerkFrontend`. */
export class ClerkPasswordResets {
  constructor(private readonly transport: FrontendTransport) {}

  /**
   * Has Clerk mail a code.
   *
   * @returns null where the person has no password that could be reset
   * @throws ClerkRefusedError 422 `form_identifier_not_found`; 403 `user_locked`, `user_banned`
   */
  async begin(emailAddress: string, caller: FrontendCaller): Promise<ClerkSignIn | null> {
    const clientToken = await newClientToken(this.transport, caller);
    const answer = await this.transport.send(
      {
        method: 'POST',
        path: '/client/sign_ins',
        operation: 'POST /client/sign_ins',
        clientToken,
        fields: { identifier: emailAddress },
      },
      caller,
    );
    const signIn = readSignIn(answer);
    const response = new FieldReader(answer.value, 'answer').object('response');
    const factors =
      (response.raw('supported_first_factors') ?? null) === null
        ? []
        : response.list('supported_first_factors', (value) => new FieldReader(value, 'first_factor'));
    const factor = factors.find((each) => each.text('strategy') === STRATEGY);
    if (factor === undefined) return null;
    const fields = { strategy: STRATEGY, email_address_id: factor.text('email_address_id') };
    return this.step(signIn, 'prepare_first_factor', fields, caller);
  }

  /** @throws ClerkRefusedError 422 `form_code_incorrect`, 400 `verification_expired` */
  async prove(
    signIn: Pick<ClerkSignIn, 'id' | 'clientToken'>,
    code: string,
    caller: FrontendCaller,
  ): Promise<ClerkSignIn> {
    const proved = await this.step(signIn, 'attempt_first_factor', { strategy: STRATEGY, code }, caller);
    if (proved.status !== 'needs_new_password')
      throw new ClerkSchemaError('sign_in_attempt.status does not fit a password that is reset');
    return proved;
  }

  /** Sets the password, once the code was right; the person's other sessions end. @throws ClerkRefusedError 422 `form_password_…` */
  setPassword(
    signIn: Pick<ClerkSignIn, 'id' | 'clientToken'>,
    password: string,
    caller: FrontendCaller,
  ): Promise<ClerkSignIn> {
    return this.step(signIn, 'reset_password', { password, sign_out_of_other_sessions: 'true' }, caller);
  }

  private async step(
    signIn: Pick<ClerkSignIn, 'id' | 'clientToken'>,
    name: string,
    fields: Readonly<Record<string, string>>,
    caller: FrontendCaller,
  ): Promise<ClerkSignIn> {
    return readSignIn(await this.transport.step('sign_ins', signIn, name, fields, caller));
  }
}
