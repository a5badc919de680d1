import { readUser, type ClerkUser } from './clerk-objects.js';
import { ClerkRefusedError, ClerkSchemaError } from './clerk-errors.js';
import type { ClerkPriority, ClerkRequest } from './clerk-request.js';
import { FieldReader } from './field-reader.js';
import { markOf, withMark } from './mark.js';
import { unlessMissing } from './unless-missing.js';

/** A user with what tells who made them, and whether anybody has signed in since. */
export interface ClerkAccount extends ClerkUser {
  /** The mark of the request of ours that made it; null when another hand did. */
  readonly mark: string | null;
  readonly lastSignInAt: Date | null;
  /** By the day, as Clerk keeps it. */
  readonly lastActiveAt: Date | null;
}

/** An address or a number of a new user. */
export interface NewIdentifier {
  readonly value: string;
  /** False: Clerk reserves it, and has it verified with the first sign-in. */
  readonly isVerified: boolean;
}

/** What a user is made from. Nothing of it stands in an error. */
export interface NewClerkAccount {
  /** Unique at an instance: by it a user is found again whose answer was lost. */
  readonly externalId: string;
  /** Kept in private metadata; tells a user of this request from one that was there before. */
  readonly mark: string;
  /** The first one is the primary one. */
  readonly emailAddresses: readonly NewIdentifier[];
  /** E.164; the first one is the primary one. */
  readonly phoneNumbers: readonly NewIdentifier[];
  /** In plain text or as bcrypt digests. */
  readonly backupCodes: readonly string[];
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly createdAt: Date | null;
  /** As the old system kept it, with Clerk's name of its hasher, or as somebody just proved it; null: none. */
  readonly password:
    { readonly digest: string; readonly hasher: string } | { readonly proven: string } | null;
  /** Base32; 30 seconds, 6 digits, SHA-1. */
  readonly totpSecret: string | null;
  /** Whether Clerk leaves out its check of a new device (Device Trust) for them. */
  readonly bypassClientTrust: boolean;
}

/** Whatever brings a request to Clerk; the paced transport in the service. */
interface Sender {
  send(request: ClerkRequest): Promise<unknown>;
}

/** Clerk takes as many values of one filter. */
const MAX_VALUES = 100;

/**
 * The calls that move accounts to Clerk, with the priority of long walks unless somebody waits for them.
 *
 * Making something is never repeated blindly: after an answer that was lost (`ClerkUnavailableError.mayHaveHappened`)
 * ask {@link listByExternalIds}, and compare the mark. Everything else may be asked again.
 */
export class ClerkAccounts {
  constructor(
    private readonly clerk: Sender,
    private readonly priority: ClerkPriority = 'batch',
  ) {}

  /**
   * Makes a user. Clerk holds external ids and addresses unique (`form_identifier_exists`), so that of two requests for one
   * person one is refused at the most.
   *
   * @throws ClerkRefusedError with `form_identifier_exists`, `user_quota_exceeded` and what Clerk says of the digest
   */
  async create(account: NewClerkAccount): Promise<ClerkAccount> {
    const body = {
      external_id: account.externalId,
      ...identifiersAs('email_address', account.emailAddresses),
      ...identifiersAs('phone_number', account.phoneNumbers),
      ...(account.backupCodes.length > 0 && { backup_codes: account.backupCodes }),
      ...(account.firstName !== null && { first_name: account.firstName }),
      ...(account.lastName !== null && { last_name: account.lastName }),
      ...(account.username !== null && { username: account.username }),
      ...(account.createdAt !== null && { created_at: account.createdAt.toISOString() }),
      ...passwordFields(account.password),
      ...(account.totpSecret !== null && { totp_secret: account.totpSecret }),
      ...(account.bypassClientTrust && { bypass_client_trust: true }),
      ...withMark(account.mark),
    };
    return readAccount(await this.post('/users', 'POST /users', body));
  }

  /** Those that Clerk knows. @param externalIds at most 100 */
  async listByExternalIds(externalIds: readonly string[]): Promise<ClerkAccount[]> {
    const wanted = new Set(externalIds);
    const found = await this.list('external_id', externalIds);
    return found.filter(({ externalId }) => externalId !== null && wanted.has(externalId));
  }

  /** Everybody with one of the addresses, verified or not. @param addresses at most 100 */
  listByEmails(addresses: readonly string[]): Promise<ClerkAccount[]> {
    return this.list('email_address', addresses);
  }

  /** Those of the users that Clerk knows. @param userIds at most 100 */
  listByIds(userIds: readonly string[]): Promise<ClerkAccount[]> {
    return this.list('user_id', userIds);
  }

  /** A deletion whose first answer was lost ends well, too. */
  async delete(userId: string): Promise<void> {
    await unlessMissing(() =>
      this.clerk.send({
        priority: this.priority,
        method: 'DELETE',
        path: `/users/${userId}`,
        operation: 'DELETE /users/{id}',
      }),
    );
  }

  /** Notes the id that the app knows a user by; may be repeated. */
  async setExternalId(userId: string, externalId: string): Promise<void> {
    await this.patch(`/users/${userId}`, 'PATCH /users/{id}', { external_id: externalId });
  }

  /** Marks an address of a user as proved; may be repeated. @param addressId `idn_…` */
  async verifyEmail(addressId: string): Promise<void> {
    await this.patch(`/email_addresses/${addressId}`, 'PATCH /email_addresses/{id}', { verified: true });
  }

  /**
   * Whether this is the user's password. Makes no session and changes nothing, so it may be repeated.
   *
   * @throws ClerkRefusedError 400 `no_password_set`, 404
   */
  async isPassword(userId: string, password: string): Promise<boolean> {
    try {
      const operation = 'POST /users/{id}/verify_password';
      const answer = await this.post(`/users/${userId}/verify_password`, operation, { password }, true);
      return new FieldReader(answer, 'verification').flag('verified');
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.has('incorrect_password')) return false;
      throw error;
    }
  }

  /**
   * A token with which the user signs in once. Where its answer is lost, a token is left over at Clerk that nobody has and
   * that runs out by itself.
   *
   * @param seconds for which it holds
   */
  async createSignInToken(userId: string, seconds: number): Promise<{ id: string; token: string }> {
    const body = { user_id: userId, expires_in_seconds: seconds };
    const answer = new FieldReader(
      await this.post('/sign_in_tokens', 'POST /sign_in_tokens', body),
      'sign_in_token',
    );
    return { id: answer.text('id'), token: answer.text('token') };
  }

  /**
   * The user that a sign-up of the Frontend API became.
   *
   * @param signUpId `sua_…`
   * @returns null: none so far, or Clerk knows no such sign-up any more
   */
  async userOfSignUp(signUpId: string): Promise<string | null> {
    const answer = await unlessMissing(() =>
      this.clerk.send({
        priority: this.priority,
        method: 'GET',
        path: `/sign_ups/${signUpId}`,
        operation: 'GET /sign_ups/{id}',
      }),
    );
    return answer === null ? null : new FieldReader(answer, 'sign_up').optionalText('created_user_id');
  }

  private post(path: string, operation: string, body: object, repeatable = false): Promise<unknown> {
    return this.clerk.send({ priority: this.priority, method: 'POST', path, operation, body, repeatable });
  }

  /** Of what may be repeated. */
  private async patch(path: string, operation: string, body: object): Promise<void> {
    await this.clerk.send({
      priority: this.priority,
      method: 'PATCH',
      path,
      operation,
      body,
      repeatable: true,
    });
  }

  private async list(filter: string, values: readonly string[]): Promise<ClerkAccount[]> {
    if (values.length === 0) return [];
    if (values.length > MAX_VALUES)
      throw new Error(`Clerk takes ${MAX_VALUES} values of ${filter} at the most`);
    const answer = await this.clerk.send({
      priority: this.priority,
      method: 'GET',
      path: '/users',
      operation: 'GET /users',
      query: { [filter]: values, limit: 500 },
    });
    if (!Array.isArray(answer)) throw new ClerkSchemaError('GET /users answered no list');
    return answer.map(readAccount);
  }
}

/** Values and their states, as two lists of the same length. */
function identifiersAs(name: string, identifiers: readonly NewIdentifier[]): Record<string, string[]> {
  if (identifiers.length === 0) return {};
  return {
    [name]: identifiers.map(({ value }) => value),
    [`${name}_identification_status`]: identifiers.map(({ isVerified }) =>
      isVerified ? 'verified' : 'reserved',
    ),
  };
}

function passwordFields(password: NewClerkAccount['password']): object {
  if (password === null) return { skip_password_requirement: true };
  // It was good enough for the system it comes from; Clerk's rules hold for the next one.
  if ('proven' in password) return { password: password.proven, skip_password_checks: true };
  return { password_digest: password.digest, password_hasher: password.hasher };
}

function readAccount(value: unknown): ClerkAccount {
  const fields = new FieldReader(value, 'user');
  return {
    ...readUser(value),
    mark: markOf(fields),
    lastSignInAt: fields.optionalTime('last_sign_in_at'),
    lastActiveAt: fields.optionalTime('last_active_at'),
  };
}
