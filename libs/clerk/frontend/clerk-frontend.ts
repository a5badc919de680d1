import { ClerkRefusedError, ClerkSchemaError } from '../clerk-errors.js';
import { FieldReader } from '../field-reader.js';
import type {
  FrontendAnswer,
  FrontendCaller,
  FrontendRequest,
  FrontendTransport,
} from './frontend-transport.js';
import { type FrontendSession, sessionIn } from './frontend-session.js';
import { newClientToken } from './new-client-token.js';

/** How a sign-in stands (`status` of a sign-in in the specification of the Frontend API of 2026-05-12). */
const SIGN_IN_STATUSES = [
  'abandoned',
  'needs_identifier',
  'needs_first_factor',
  'needs_second_factor',
  'needs_client_trust',
  'needs_new_password',
  'needs_protect_check',
  'complete',
] as const;
export type SignInStatus = (typeof SIGN_IN_STATUSES)[number];

/** A proof that Clerk takes as the second one. */
export interface SecondFactor {
  /** Such as `totp`, `backup_code`, `phone_code`, `email_code`. */
  readonly strategy: string;
  /** Where a code is sent, with most of it hidden; null where none is sent. */
  readonly safeIdentifier: string | null;
  /** Of the address or the phone number that a code is sent to. */
  readonly identificationId: string | null;
}

/** A sign-in that is under way or done. */
export interface ClerkSignIn {
  readonly id: string;
  readonly status: SignInStatus;
  /** Empty unless one is needed. */
  readonly secondFactors: readonly SecondFactor[];
  /** Once it is complete. */
  readonly session: FrontendSession | null;
  /** The client's token from now on; whoever has it has its sessions. */
  readonly clientToken: string;
}

/**
 * Signing in on behalf of a person whose browser never talks to Clerk. Every sign-in has a client of its own at Clerk, as a
 * browser that was never there.
 *
 * Errors: ClerkUnavailableError where Clerk does not answer (nothing is repeated), ClerkSchemaError where it answers what
 * cannot be believed, ClerkRefusedError with Clerk's code.
 */
export class ClerkFrontend {
  constructor(private readonly transport: FrontendTransport) {}

  /**
   * Begins a sign-in with the password.
   *
   * @throws ClerkRefusedError 422 `form_identifier_not_found`, `form_password_incorrect`; 403 `user_locked`, `user_banned`;
   *   400 `strategy_for_user_invalid`
   */
  async signIn(identifier: string, password: string, caller: FrontendCaller): Promise<ClerkSignIn> {
    const clientToken = await newClientToken(this.transport, caller);
    const fields = { strategy: 'password', identifier, password };
    const operation = 'POST /client/sign_ins';
    return readSignIn(
      await this.transport.send(
        { method: 'POST', path: '/client/sign_ins', operation, clientToken, fields },
        caller,
      ),
    );
  }

  /** How it stands: what became of an attempt whose answer was lost. */
  async getSignIn(id: string, clientToken: string, caller: FrontendCaller): Promise<ClerkSignIn> {
    const operation = 'GET /client/sign_ins/{id}';
    return readSignIn(
      await this.transport.send(
        { method: 'GET', path: `/client/sign_ins/${id}`, operation, clientToken },
        caller,
      ),
    );
  }

  /** Has Clerk send a code. @throws ClerkRefusedError 400 `strategy_for_user_invalid` */
  prepareSecondFactor(
    id: string,
    { strategy, identificationId }: SecondFactor,
    clientToken: string,
    caller: FrontendCaller,
  ): Promise<ClerkSignIn> {
    const name = strategy === 'phone_code' ? 'phone_number_id' : 'email_address_id';
    const fields = { strategy, ...(identificationId !== null && { [name]: identificationId }) };
    return this.step(id, 'prepare_second_factor', fields, clientToken, caller);
  }

  /**
   * Tries a code. A backup code is used up even where the answer is lost: see {@link getSignIn}.
   *
   * @throws ClerkRefusedError 422 `form_code_incorrect`, 400 `verification_expired`, 403 `user_locked`
   */
  attemptSecondFactor(
    id: string,
    strategy: string,
    code: string,
    clientToken: string,
    caller: FrontendCaller,
  ): Promise<ClerkSignIn> {
    return this.step(id, 'attempt_second_factor', { strategy, code }, clientToken, caller);
  }

  /**
   * A session token as a browser of the caller's origin would get it.
   *
   * @throws ClerkRefusedError 401, 404 where the session is over
   */
  async sessionToken(
    sessionId: string,
    clientToken: string,
    caller: FrontendCaller,
  ): Promise<{ readonly jwt: string; readonly clientToken: string }> {
    const answer = await this.transport.send(
      {
        method: 'POST',
        path: `/client/sessions/${sessionId}/tokens`,
        operation: 'POST /client/sessions/{id}/tokens',
        clientToken,
        fields: {},
      },
      caller,
    );
    return {
      jwt: new FieldReader(answer.value, 'token').text('jwt'),
      clientToken: answer.clientToken ?? clientToken,
    };
  }

  /** Ends every session of the client. One that is over already is no fault; may be repeated. */
  async signOut(clientToken: string, caller: FrontendCaller): Promise<void> {
    const request: FrontendRequest = {
      method: 'DELETE',
      path: '/client',
      operation: 'DELETE /client',
      clientToken,
    };
    try {
      await this.transport.send(request, caller);
    } catch (error) {
      const isOver = error instanceof ClerkRefusedError && (error.status === 401 || error.status === 404);
      if (!isOver) throw error;
    }
  }

  private async step(
    id: string,
    name: string,
    fields: Readonly<Record<string, string>>,
    clientToken: string,
    caller: FrontendCaller,
  ): Promise<ClerkSignIn> {
    return readSignIn(await this.transport.step('sign_ins', { id, clientToken }, name, fields, caller));
  }
}

/** A sign-in as an answer tells of it. */
export function readSignIn({ value, clientToken }: FrontendAnswer): ClerkSignIn {
  const wrapped = new FieldReader(value, 'answer');
  const signIn = wrapped.object('response');
  const status = SIGN_IN_STATUSES.find((known) => known === signIn.text('status'));
  if (status === undefined) throw new ClerkSchemaError('sign_in_attempt.status is unknown');
  if (clientToken === null) throw new ClerkSchemaError('the Frontend API gave no client token');
  const sessionId = signIn.optionalText('created_session_id');
  if ((sessionId !== null) !== (status === 'complete'))
    throw new ClerkSchemaError('sign_in_attempt.created_session_id does not fit its status');
  const factors = signIn.raw('supported_second_factors') ?? null;
  return {
    id: signIn.id('id', 'sia_'),
    status,
    secondFactors: factors === null ? [] : signIn.list('supported_second_factors', readFactor),
    session: sessionId === null ? null : sessionIn(wrapped.object('client'), sessionId),
    clientToken,
  };
}

/** A second factor as an answer offers it. */
export function readFactor(value: unknown): SecondFactor {
  const factor = new FieldReader(value, 'second_factor');
  return {
    strategy: factor.text('strategy'),
    safeIdentifier: factor.optionalText('safe_identifier'),
    identificationId: factor.optionalText('phone_number_id') ?? factor.optionalText('email_address_id'),
  };
}
