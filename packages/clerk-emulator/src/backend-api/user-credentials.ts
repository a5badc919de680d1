import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { isTotpCode } from '../operations/one-time-codes.js';
import { isPassword } from '../operations/passwords.js';
import { endSessions } from '../operations/session-operations.js';
import { changeUser, getUser } from '../operations/user-operations.js';
import { userShape } from '../shapes/user.shape.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import type { UserRecord } from '../state/records.js';

/** Passwords, one-time codes and the other proofs of a user. */
export function userCredentialRoutes(route: Register, core: EmulatorCore): void {
  const find = (params: Readonly<Record<string, string>>): UserRecord =>
    getUser(core, params['user_id'] ?? '');

  route('POST', '/users/:user_id/verify_password', async ({ params, body }) => {
    const { password } = find(params);
    const given = body.only('password').text('password');
    if (!password) {
      throw clerkError(400, 'no_password_set', 'no password set', 'The user does not have a password set.');
    }
    if (await isPassword(password, given)) return { verified: true };
    throw clerkError(422, 'incorrect_password', 'incorrect password', 'The password is incorrect.');
  });
  route('POST', '/users/:user_id/verify_totp', ({ params, body }) => {
    const user = find(params);
    const code = body.only('code').text('code');
    if (user.totp_secret === null) {
      throw clerkError(400, 'totp_disabled', 'totp disabled', 'TOTP is not enabled for the user.');
    }
    if (isTotpCode(user.totp_secret, code, core.clock.wall())) return { verified: true, code_type: 'totp' };
    if (useBackupCode(core, user, code)) return { verified: true, code_type: 'backup_code' };
    throw clerkError(422, 'totp_incorrect_code', 'incorrect code', 'The code is incorrect.');
  });
  route('POST', '/users/:user_id/remove_password', ({ params, body }) => {
    const user = find(params);
    const signOut = body.only('sign_out_of_other_sessions').flag('sign_out_of_other_sessions');
    if (!user.password) throw clerkError(400, 'no_password_set', 'no password set');
    if (signOut === true) endSessions(core, user.id, 'revoked');
    return userShape(core, changeUser(core, user, { password: null }));
  });
  route('POST', '/users/:user_id/password/set_compromised', ({ params, body }) => {
    const user = find(params);
    if (body.only('revoke_all_sessions').flag('revoke_all_sessions') === true)
      endSessions(core, user.id, 'revoked');
    return setCompromised(core, user, true);
  });
  route('POST', '/users/:user_id/password/unset_compromised', ({ params }) =>
    setCompromised(core, find(params), false),
  );

  route('DELETE', '/users/:user_id/mfa', ({ params }) => {
    const user = find(params);
    const phone_numbers = user.phone_numbers.map((phone) => ({
      ...phone,
      reserved_for_second_factor: false,
    }));
    changeUser(core, user, { totp_secret: null, backup_codes: [], phone_numbers });
    return { user_id: user.id };
  });
  route('DELETE', '/users/:user_id/totp', ({ params }) => ({
    user_id: changeUser(core, find(params), { totp_secret: null }).id,
  }));
  route('DELETE', '/users/:user_id/backup_code', ({ params }) => ({
    user_id: changeUser(core, find(params), { backup_codes: [] }).id,
  }));

  route('DELETE', '/users/:user_id/web3_wallets/:identification_id', ({ params }) => {
    const user = find(params);
    const id = params['identification_id'] ?? '';
    if (!user.web3_wallets.some((wallet) => wallet.id === id)) throw notFound('web3 wallet', id);
    const web3_wallets = user.web3_wallets.filter((wallet) => wallet.id !== id);
    const primary = user.primary_web3_wallet_id === id ? null : user.primary_web3_wallet_id;
    changeUser(core, user, { web3_wallets, primary_web3_wallet_id: primary });
    return deletedShape('web3_wallet', id);
  });
  // Nobody here has passkeys, external accounts or trusted devices, so none can be found.
  for (const [path, what] of [
    ['passkeys', 'passkey'],
    ['external_accounts', 'external account'],
    ['trusted_devices', 'trusted device'],
  ] as const) {
    route('DELETE', `/users/:user_id/${path}/:id`, ({ params }) => {
      find(params);
      throw notFound(what, params['id'] ?? '');
    });
  }
  route('GET', '/users/:user_id/trusted_devices', ({ params }) => {
    find(params);
    return { data: [], total_count: 0 };
  });
  route('GET', '/users/:user_id/oauth_access_tokens/:provider', ({ params, query }) => {
    find(params);
    return query.flag('paginated') === true ? { data: [], total_count: 0 } : [];
  });
}

/** Uses up a backup code; false when it is none of the user's. */
export function useBackupCode(core: EmulatorCore, user: UserRecord, code: string): boolean {
  if (!user.backup_codes.includes(code)) return false;
  changeUser(core, user, { backup_codes: user.backup_codes.filter((known) => known !== code) });
  return true;
}

function setCompromised(
  core: EmulatorCore,
  user: UserRecord,
  compromised: boolean,
): ReturnType<typeof userShape> {
  if (!user.password) throw clerkError(422, 'no_password_set', 'no password set');
  return userShape(core, changeUser(core, user, { password: { ...user.password, compromised } }));
}
