import { randomBytes } from 'node:crypto';
import type { EmulatorCore } from '../emulator-core.js';
import { acceptInvitation } from '../operations/accept-invitation.js';
import { DocumentStore, without } from '../operations/document-store.js';
import { expireIfDue, getInvitation } from '../operations/invitation-operations.js';
import { deleteMembership, getMembership } from '../operations/membership-operations.js';
import { isTotpCode, toBase32 } from '../operations/one-time-codes.js';
import { hashPassword, isPassword } from '../operations/passwords.js';
import { changeSession, endSession, sessionsOf } from '../operations/session-operations.js';
import { changeUser, deleteUser, getUser } from '../operations/user-operations.js';
import type { Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { slice } from '../server/query.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { ownMembershipShape, ownSessionShape, ownUserShape } from '../shapes/frontend.shape.js';
import { invitationWithOrganizationShape } from '../shapes/organization.shape.js';
import { primaryEmail } from '../shapes/user.shape.js';
import type { JsonObject, MembershipRecord, UserRecord } from '../state/records.js';
import type { ClientAccess } from './client-access.js';
import { newBackupCodes } from './new-backup-codes.js';
import { ownPhoneNumberRoutes } from './own-phone-numbers.js';

const SECRET_BYTES = 20;

/** What a signed-in person does with their own account. */
export function meRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  route('GET', '/me', (call) => {
    const { client, user } = access.requirePerson(call);
    return access.wrap(client, ownUserShape(core, user));
  });
  route('PATCH', '/me', (call) => {
    const { client, user } = access.requirePerson(call);
    const { body } = call;
    const names = ['first_name', 'last_name', 'username'] as const;
    const sent = names.filter((name) => body.has(name)).map((name) => [name, body.nullableText(name)]);
    return access.wrap(
      client,
      ownUserShape(core, changeUser(core, user, Object.fromEntries(sent) as Partial<UserRecord>)),
    );
  });
  route('DELETE', '/me', (call) => {
    const { client, user } = access.requirePerson(call);
    if (!user.delete_self_enabled) throw clerkError(403, 'user_delete_self_not_enabled', 'Not allowed');
    return access.wrap(client, deleteUser(core, user));
  });
  route('POST', '/me/change_password', async (call) => {
    const { user, session, client } = access.requireFreshPerson(call);
    const given = call.body.optionalText('current_password') ?? '';
    if (user.password && !(await isPassword(user.password, given))) {
      throw clerkError(422, 'form_password_incorrect', 'is incorrect', 'Password is incorrect. Try again.', {
        param_name: 'current_password',
      });
    }
    const password = await hashPassword(core, call.body.text('new_password'));
    const changed = changeUser(core, getUser(core, user.id), { password });
    if (call.body.flag('sign_out_of_other_sessions') === true) {
      for (const other of sessionsOf(core, user.id)) {
        if (other.id !== session.id && other.status === 'active') endSession(core, other, 'revoked');
      }
    }
    return access.wrap(client, ownUserShape(core, changed));
  });
  secondFactorRoutes(route, core, access);
  ownPhoneNumberRoutes(route, core, access);
  ownOrganizationRoutes(route, core, access);
  ownSessionRoutes(route, core, access);
}

function secondFactorRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  const enrolments = new DocumentStore(core, 'totp', 'totp');
  const show = (totp: JsonObject, codes: readonly string[] | null): JsonObject => ({
    ...without(totp, 'user_id'),
    backup_codes: codes,
  });
  route('POST', '/me/totp', (call) => {
    const { client, user } = access.requireFreshPerson(call);
    if (user.totp_secret !== null) throw clerkError(400, 'totp_already_enabled', 'TOTP is already enabled');
    const secret = toBase32(randomBytes(SECRET_BYTES));
    const uri = `otpauth://totp/Clerk:${encodeURIComponent(primaryEmail(user) ?? user.id)}?secret=${secret}&issuer=Clerk`;
    const known = enrolments.find(user.id);
    const body = { user_id: user.id, secret, uri, verified: false };
    const totp = known ? enrolments.change(String(known['id']), body) : enrolments.create(body, user.id);
    return access.wrap(client, show(totp, null));
  });
  route('POST', '/me/totp/attempt_verification', (call) => {
    const { client, user, session } = access.requireFreshPerson(call);
    const totp = enrolments.find(user.id);
    if (!totp || totp['verified'] === true) throw notFound('TOTP enrolment', user.id);
    const secret = String(totp['secret']);
    if (!isTotpCode(secret, call.body.text('code'), core.clock.wall())) {
      throw clerkError(422, 'form_code_incorrect', 'is incorrect', 'Incorrect code', { param_name: 'code' });
    }
    const codes = user.backup_codes.length > 0 ? null : newBackupCodes();
    changeUser(core, user, { totp_secret: secret, ...(codes && { backup_codes: codes }) });
    changeSession(core, session, { second_factor_at: core.clock.now() });
    const verified = enrolments.change(String(totp['id']), { verified: true, secret: null, uri: null });
    return access.wrap(client, show(verified, codes));
  });
  route('DELETE', '/me/totp', (call) => {
    const { client, user } = access.requireFreshPerson(call);
    const totp = enrolments.find(user.id);
    if (user.totp_secret === null) throw notFound('TOTP', user.id);
    if (totp) enrolments.delete(String(totp['id']));
    changeUser(core, user, { totp_secret: null });
    return access.wrap(client, deletedShape('totp', totp ? String(totp['id']) : user.id));
  });
  route('POST', '/me/backup_codes', (call) => {
    const { client, user } = access.requireFreshPerson(call);
    const codes = newBackupCodes();
    changeUser(core, user, { backup_codes: codes });
    const now = core.clock.now();
    const id = core.ids.next('bkp', now);
    return access.wrap(client, { object: 'backup_code', id, codes, created_at: now, updated_at: now });
  });
}

function ownOrganizationRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  route('GET', '/me/organization_memberships', (call) => {
    const { client, user } = access.requirePerson(call);
    const rows = core.state.memberships.by('user', user.id);
    const data = slice<MembershipRecord>(rows, call.query.page()).map((membership) =>
      ownMembershipShape(core, membership),
    );
    const paginated = call.query.flag('paginated') === true;
    return access.wrap(client, paginated ? { data, total_count: rows.length } : data);
  });
  route('DELETE', '/me/organization_memberships/:organization_id', (call) => {
    const { client, user } = access.requirePerson(call);
    const membership = getMembership(core, call.params['organization_id'] ?? '', user.id);
    deleteMembership(core, membership);
    return access.wrap(client, deletedShape('organization_membership', membership.id));
  });
  route('GET', '/me/organization_invitations', (call) => {
    const { client, user } = access.requirePerson(call);
    const statuses = call.query.list('status');
    const rows = user.email_addresses
      .filter(({ verification }) => verification?.status === 'verified')
      .flatMap(({ email_address }) => core.state.organizationInvitations.by('email', email_address))
      .map((invitation) => expireIfDue(core, invitation))
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    const data = slice(rows, call.query.page()).map((row) => shownInvitation(core, row));
    return access.wrap(client, { data, total_count: rows.length });
  });
  route('POST', '/me/organization_invitations/:invitation_id/accept', (call) => {
    const { client, user } = access.requirePerson(call);
    const invitation = getInvitation(core, call.params['invitation_id'] ?? '');
    if (!user.email_addresses.some(({ email_address }) => email_address === invitation.email_address)) {
      throw notFound('organization invitation', invitation.id);
    }
    acceptInvitation(core, invitation);
    return access.wrap(client, shownInvitation(core, getInvitation(core, invitation.id)));
  });
}

function ownSessionRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  route('GET', '/me/sessions', (call) =>
    sessionsOf(core, access.requirePerson(call).user.id).map((session) => ownSessionShape(core, session)),
  );
  route('GET', '/me/sessions/active', (call) =>
    sessionsOf(core, access.requirePerson(call).user.id)
      .filter(({ status }) => status === 'active')
      .map((session) => ({
        ...ownSessionShape(core, session),
        latest_activity: { object: 'session_activity', id: session.id, is_mobile: false },
      })),
  );
  route('POST', '/me/sessions/:id/revoke', (call) => {
    const { client, user } = access.requirePerson(call);
    const session = sessionsOf(core, user.id).find(({ id }) => id === call.params['id']);
    if (!session) throw notFound('session', call.params['id'] ?? '');
    return access.wrap(client, ownSessionShape(core, endSession(core, session, 'revoked')));
  });
}

function shownInvitation(
  core: EmulatorCore,
  invitation: Parameters<typeof invitationWithOrganizationShape>[1],
): JsonObject {
  return without(
    invitationWithOrganizationShape(core, invitation),
    'private_metadata',
    'inviter_id',
    'public_inviter_data',
  );
}
