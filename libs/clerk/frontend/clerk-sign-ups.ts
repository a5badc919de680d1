import { ClerkSchemaError } from '../clerk-errors.js';
import { FieldReader } from '../field-reader.js';
import { type FrontendSession, sessionIn } from './frontend-session.js';
import type { FrontendAnswer, FrontendCaller, FrontendTransport } from './frontend-transport.js';
import { newClientToken } from './new-client-token.js';

/** How a sign-up stands (`status` of a sign-up in the specification of the Frontend API of 2026-05-12). */
const SIGN_UP_STATUSES = ['missing_requirements', 'complete', 'abandoned'] as const;

/** A sign-up that is under way or done. There is no user before it is complete. */
export interface ClerkSignUp {
  /** `sua_…` */
  readonly id: string;
  readonly status: (typeof SIGN_UP_STATUSES)[number];
  /** Once it is complete. */
  readonly session: FrontendSession | null;
  /** The client's token from now on. */
  readonly clientToken: string;
}

/** What somebody signs up with, beside the address. */
export interface NewSignUp {
  readonly password: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/**
 * Signing up on behalf of a person whose browser never talks to Clerk. Errors: as of `ClerkFrontend`.
 *
 * A sign-up whose answer is lost is nobody's: without its client token it never becomes a user.
 */
export class ClerkSignUps {
  constructor(private readonly transport: FrontendTransport) {}

  /**
   * Begins a sign-up, without an address: what Clerk says of the password then says nothing of who has an account.
   *
   * @throws ClerkRefusedError 422 `form_password_…`; 403 where the instance takes nobody
   */
  async begin({ password, firstName, lastName }: NewSignUp, caller: FrontendCaller): Promise<ClerkSignUp> {
    const clientToken = await newClientToken(this.transport, caller);
    const fields = {
      password,
      ...(firstName !== null && { first_name: firstName }),
      ...(lastName !== null && { last_name: lastName }),
    };
    const operation = 'POST /client/sign_ups';
    return readSignUp(
      await this.transport.send(
        { method: 'POST', path: '/client/sign_ups', operation, clientToken, fields },
        caller,
      ),
    );
  }

  /** Names the address. @throws ClerkRefusedError 422 `form_identifier_exists` */
  async setEmailAddress(
    { id, clientToken }: Pick<ClerkSignUp, 'id' | 'clientToken'>,
    emailAddress: string,
    caller: FrontendCaller,
  ): Promise<ClerkSignUp> {
    const path = `/client/sign_ups/${id}`;
    const operation = 'PATCH /client/sign_ups/{id}';
    const fields = { email_address: emailAddress };
    return readSignUp(
      await this.transport.send({ method: 'PATCH', path, operation, clientToken, fields }, caller),
    );
  }

  /** Has Clerk mail a code to the address. */
  prepareVerification(
    signUp: Pick<ClerkSignUp, 'id' | 'clientToken'>,
    caller: FrontendCaller,
  ): Promise<ClerkSignUp> {
    return this.step(signUp, 'prepare_verification', { strategy: 'email_code' }, caller);
  }

  /**
   * Tries a code; the right one makes the user. Where the answer is lost, the Backend API says what became of it.
   *
   * @throws ClerkRefusedError 422 `form_code_incorrect`, `form_identifier_exists`; 400 `verification_expired`
   */
  attemptVerification(
    signUp: Pick<ClerkSignUp, 'id' | 'clientToken'>,
    code: string,
    caller: FrontendCaller,
  ): Promise<ClerkSignUp> {
    return this.step(signUp, 'attempt_verification', { strategy: 'email_code', code }, caller);
  }

  private async step(
    signUp: Pick<ClerkSignUp, 'id' | 'clientToken'>,
    name: string,
    fields: Readonly<Record<string, string>>,
    caller: FrontendCaller,
  ): Promise<ClerkSignUp> {
    return readSignUp(await this.transport.step('sign_ups', signUp, name, fields, caller));
  }
}

function readSignUp({ value, clientToken }: FrontendAnswer): ClerkSignUp {
  const wrapped = new FieldReader(value, 'answer');
  const signUp = wrapped.object('response');
  const status = SIGN_UP_STATUSES.find((known) => known === signUp.text('status'));
  if (status === undefined) throw new ClerkSchemaError('sign_up_attempt.status is unknown');
  if (clientToken === null) throw new ClerkSchemaError('the Frontend API gave no client token');
  const sessionId = signUp.optionalText('created_session_id');
  if ((sessionId !== null) !== (status === 'complete'))
    throw new ClerkSchemaError('sign_up_attempt.created_session_id does not fit its status');
  return {
    id: signUp.id('id', 'sua_'),
    status,
    session: sessionId === null ? null : sessionIn(wrapped.object('client'), sessionId),
    clientToken,
  };
}
