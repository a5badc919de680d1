import { ClerkSchemaError } from '../clerk-errors.js';
import { FieldReader } from '../field-reader.js';
import { readFactor, type SecondFactor } from './clerk-frontend.js';
import type { FrontendCaller, FrontendRequest, FrontendTransport } from './frontend-transport.js';

/** A session in whose name its person changes their own account. */
export interface OwnSession {
  readonly sessionId: string;
  readonly clientToken: string;
}

/** A phone number of one's own. */
export interface OwnPhone {
  /** `idn_…` */
  readonly id: string;
  readonly phoneNumber: string;
  readonly isVerified: boolean;
  /** Whether codes to it are a second factor. */
  readonly isSecondFactor: boolean;
}

/** What somebody proves themselves with. */
export interface OwnFactors {
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly hasBackupCodes: boolean;
  readonly phones: readonly OwnPhone[];
}

/** How a reverification stands, and what may finish it. */
export interface Reverification {
  readonly status: 'needs_first_factor' | 'needs_second_factor' | 'complete';
  readonly firstFactors: readonly SecondFactor[];
  readonly secondFactors: readonly SecondFactor[];
}

const STATUSES = ['needs_first_factor', 'needs_second_factor', 'complete'] as const;

/**
 * What a signed-in person does with their own account, by the Frontend API.
 *
 * Every change may be refused with 403 `session_reverification_required`: then {@link reverify} first. Errors: as of
 * `ClerkFrontend`.
 */
export class ClerkOwnAccount {
  constructor(private readonly transport: FrontendTransport) {}

  async factors(session: OwnSession, caller: FrontendCaller): Promise<OwnFactors> {
    const user = new FieldReader(await this.me('GET', '', session, caller), 'user');
    return {
      hasPassword: user.flag('password_enabled'),
      hasTotp: user.flag('totp_enabled'),
      hasBackupCodes: user.flag('backup_code_enabled'),
      phones: user.list('phone_numbers', readPhone),
    };
  }

  /** Makes a TOTP secret, which counts once a code proved it. @throws ClerkRefusedError 400 where there is one already */
  async createTotp(session: OwnSession, caller: FrontendCaller): Promise<{ secret: string; uri: string }> {
    const totp = new FieldReader(await this.me('POST', '/totp', session, caller), 'totp');
    return { secret: totp.text('secret'), uri: totp.text('uri') };
  }

  /** @returns backup codes where Clerk makes some with the first second factor, else none */
  async proveTotp(code: string, session: OwnSession, caller: FrontendCaller): Promise<string[]> {
    const path = '/totp/attempt_verification';
    return codesIn(
      new FieldReader(await this.me('POST', path, session, caller, { code }), 'totp'),
      'backup_codes',
    );
  }

  /** @throws ClerkRefusedError 404 where there is none */
  async deleteTotp(session: OwnSession, caller: FrontendCaller): Promise<void> {
    await this.me('DELETE', '/totp', session, caller);
  }

  /** Makes new ones; those before open nothing any more. */
  async createBackupCodes(session: OwnSession, caller: FrontendCaller): Promise<string[]> {
    const made = await this.me('POST', '/backup_codes', session, caller);
    return codesIn(new FieldReader(made, 'backup_codes'), 'codes');
  }

  /** @param phoneNumber E.164 @throws ClerkRefusedError 422 `form_identifier_exists`, `form_param_format_invalid` */
  async addPhone(phoneNumber: string, session: OwnSession, caller: FrontendCaller): Promise<OwnPhone> {
    const fields = { phone_number: phoneNumber };
    return readPhone(await this.me('POST', '/phone_numbers', session, caller, fields));
  }

  /** Has Clerk send a code to it. @param id `idn_…` */
  async preparePhone(id: string, session: OwnSession, caller: FrontendCaller): Promise<void> {
    await this.phone(id, 'POST', '/prepare_verification', session, caller, { strategy: 'phone_code' });
  }

  async provePhone(id: string, code: string, session: OwnSession, caller: FrontendCaller): Promise<void> {
    await this.phone(id, 'POST', '/attempt_verification', session, caller, { code });
  }

  /** Makes codes to a proved number a second factor. @returns backup codes where Clerk makes some with it, else none */
  async reservePhone(id: string, session: OwnSession, caller: FrontendCaller): Promise<string[]> {
    const fields = { reserved_for_second_factor: 'true' };
    const value = await this.phone(id, 'PATCH', '', session, caller, fields);
    return codesIn(new FieldReader(value, 'phone_number'), 'backup_codes');
  }

  async deletePhone(id: string, session: OwnSession, caller: FrontendCaller): Promise<void> {
    await this.phone(id, 'DELETE', '', session, caller);
  }

  /** Ends the person's other sessions. @throws ClerkRefusedError 422 `form_password_incorrect`, `form_password_…` */
  async changePassword(
    { current, next }: { readonly current: string | null; readonly next: string },
    session: OwnSession,
    caller: FrontendCaller,
  ): Promise<void> {
    await this.me('POST', '/change_password', session, caller, {
      ...(current !== null && { current_password: current }),
      new_password: next,
      sign_out_of_other_sessions: 'true',
    });
  }

  /** Begins to prove again who one is, with every factor there is. */
  reverify(session: OwnSession, caller: FrontendCaller): Promise<Reverification> {
    return this.verify('', { level: 'multi_factor' }, session, caller);
  }

  /** @throws ClerkRefusedError 422 `form_password_incorrect` */
  reverifyPassword(password: string, session: OwnSession, caller: FrontendCaller): Promise<Reverification> {
    return this.verify('/attempt_first_factor', { strategy: 'password', password }, session, caller);
  }

  /**
   * Has Clerk mail a code in the place of the password.
   *
   * @returns null where Clerk offers no such code to this person
   */
  async prepareFirstReverification(
    session: OwnSession,
    caller: FrontendCaller,
  ): Promise<Reverification | null> {
    const { firstFactors } = await this.reverify(session, caller);
    const factor = firstFactors.find(({ strategy }) => strategy === 'email_code');
    if (factor === undefined) return null;
    const { strategy, identificationId } = factor;
    const fields = {
      strategy,
      ...(identificationId !== null && { email_address_id: identificationId }),
    };
    return this.verify('/prepare_first_factor', fields, session, caller);
  }

  /** Tries the code that Clerk mailed. @throws ClerkRefusedError 422 `form_code_incorrect` */
  reverifyMailedCode(code: string, session: OwnSession, caller: FrontendCaller): Promise<Reverification> {
    return this.verify('/attempt_first_factor', { strategy: 'email_code', code }, session, caller);
  }

  /** Has Clerk send the code of a second factor. */
  prepareReverification(
    { strategy, identificationId }: SecondFactor,
    session: OwnSession,
    caller: FrontendCaller,
  ): Promise<Reverification> {
    const fields = { strategy, ...(identificationId !== null && { phone_number_id: identificationId }) };
    return this.verify('/prepare_second_factor', fields, session, caller);
  }

  /** @throws ClerkRefusedError 422 `form_code_incorrect` */
  reverifyCode(
    { strategy, code }: { readonly strategy: string; readonly code: string },
    session: OwnSession,
    caller: FrontendCaller,
  ): Promise<Reverification> {
    return this.verify('/attempt_second_factor', { strategy, code }, session, caller);
  }

  private async verify(
    step: string,
    fields: Readonly<Record<string, string>>,
    { sessionId, clientToken }: OwnSession,
    caller: FrontendCaller,
  ): Promise<Reverification> {
    const path = `/client/sessions/${sessionId}/verify${step}`;
    const operation = `POST /client/sessions/{id}/verify${step}`;
    const request = { method: 'POST', path, operation, clientToken, fields } as const;
    const { value } = await this.transport.send(request, caller);
    const answer = new FieldReader(value, 'answer').object('response');
    const status = STATUSES.find((known) => known === answer.text('status'));
    if (status === undefined) throw new ClerkSchemaError('session_reverification.status is unknown');
    const listed = (name: string): SecondFactor[] =>
      (answer.raw(name) ?? null) === null ? [] : answer.list(name, readFactor);
    return {
      status,
      firstFactors: listed('supported_first_factors'),
      secondFactors: listed('supported_second_factors'),
    };
  }

  private phone(
    id: string,
    method: FrontendRequest['method'],
    step: string,
    session: OwnSession,
    caller: FrontendCaller,
    fields?: Readonly<Record<string, string>>,
  ): Promise<unknown> {
    return this.me(
      method,
      `/phone_numbers/${id}${step}`,
      session,
      caller,
      fields,
      `/phone_numbers/{id}${step}`,
    );
  }

  private async me(
    method: FrontendRequest['method'],
    path: string,
    { sessionId, clientToken }: OwnSession,
    caller: FrontendCaller,
    fields?: Readonly<Record<string, string>>,
    pattern = path,
  ): Promise<unknown> {
    const { value } = await this.transport.send(
      {
        method,
        path: `/me${path}`,
        operation: `${method} /me${pattern}`,
        clientToken,
        query: { _clerk_session_id: sessionId },
        ...(fields !== undefined && { fields }),
      },
      caller,
    );
    return new FieldReader(value, 'answer').raw('response');
  }
}

function readPhone(value: unknown): OwnPhone {
  const phone = new FieldReader(value, 'phone_number');
  return {
    id: phone.id('id', 'idn_'),
    phoneNumber: phone.text('phone_number'),
    isVerified: phone.optionalObject('verification')?.text('status') === 'verified',
    isSecondFactor: phone.optionalFlag('reserved_for_second_factor'),
  };
}

function codesIn(answer: FieldReader, name: string): string[] {
  if ((answer.raw(name) ?? null) === null) return [];
  return answer.list(name, (code) => {
    if (typeof code !== 'string') throw new ClerkSchemaError('a backup code is no text');
    return code;
  });
}
