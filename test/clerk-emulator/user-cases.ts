import { expect, it } from 'vitest';
import { totpCode } from '@tenantry/clerk-emulator';
import { type CheckedBackend, PICTURE, TOTP_SECRET } from './checked-backend.js';

/** People at Clerk: their profile, passwords and second factors, addresses, and how they sign up. */
export function userCases(started: () => CheckedBackend): void {
  it('serves users', async () => {
    const { sdk, ada, raw } = started();
    expect((await sdk.users.getUser(ada.id)).externalId).toBe('legacy-1');
    expect((await sdk.users.getUserList({ emailAddress: ['ADA@example.test'] })).data).toHaveLength(1);
    expect(await sdk.users.getCount()).toBe(1);
    await sdk.users.updateUser(ada.id, { firstName: 'Augusta' });
    const merged = await sdk.users.updateUserMetadata(ada.id, {
      publicMetadata: { plan: { seats: null }, vip: true },
    });
    expect(merged.publicMetadata).toEqual({ plan: { name: 'pro' }, vip: true });
    const replaced = await sdk.users.replaceUserMetadata(ada.id, { publicMetadata: { only: 1 } });
    expect(replaced.publicMetadata).toEqual({ only: 1 });
    expect((await sdk.users.banUser(ada.id)).banned).toBe(true);
    expect((await sdk.users.unbanUser(ada.id)).banned).toBe(false);
    expect((await sdk.users.lockUser(ada.id)).locked).toBe(true);
    expect((await sdk.users.unlockUser(ada.id)).locked).toBe(false);
    await raw('POST', '/users/ban', { user_ids: [ada.id] });
    await raw('POST', '/users/unban', { user_ids: [ada.id] });
    await sdk.users.updateUserProfileImage(ada.id, { file: PICTURE });
    await sdk.users.deleteUserProfileImage(ada.id);
    expect((await sdk.users.getOrganizationMembershipList({ userId: ada.id })).totalCount).toBe(1);
    await sdk.users.getOrganizationInvitationList({ userId: ada.id });
    await sdk.users.getUserOauthAccessToken(ada.id, 'google');
    await raw('GET', `/users/${ada.id}/trusted_devices`);
  });

  it('serves passwords and second factors', async () => {
    const { sdk, ada, raw } = started();
    await expect(
      sdk.users.verifyPassword({ userId: ada.id, password: 'correct horse battery' }),
    ).resolves.toEqual({
      verified: true,
    });
    await sdk.users.verifyTOTP({ userId: ada.id, code: totpCode(TOTP_SECRET, Date.now()) });
    await sdk.users.verifyTOTP({ userId: ada.id, code: 'backup-one' });
    await expect(sdk.users.verifyTOTP({ userId: ada.id, code: 'backup-one' })).rejects.toMatchObject({
      status: 422,
    });
    await sdk.users.setPasswordCompromised(ada.id);
    await sdk.users.unsetPasswordCompromised(ada.id);
    await sdk.users.deleteUserBackupCodes(ada.id);
    await sdk.users.deleteUserTOTP(ada.id);
    await sdk.users.disableUserMFA(ada.id);
    expect((await sdk.users.removePassword(ada.id)).passwordEnabled).toBe(false);
    const ben = await raw('POST', '/users', {
      username: 'ben',
      web3_wallet: ['0xabc'],
      skip_password_requirement: true,
    });
    const [wallet] = ben['web3_wallets'] as unknown as { id: string }[];
    await raw('DELETE', `/users/${String(ben['id'])}/web3_wallets/${String(wallet?.id)}`);
    await sdk.users.deleteUser(String(ben['id']));
  });

  it('serves e-mail addresses and phone numbers', async () => {
    const { sdk, ada } = started();
    const email = await sdk.emailAddresses.createEmailAddress({
      userId: ada.id,
      emailAddress: 'third@example.test',
    });
    expect(email.verification?.status).toBe('unverified');
    await sdk.emailAddresses.getEmailAddress(email.id);
    await sdk.emailAddresses.updateEmailAddress(email.id, { verified: true, primary: true });
    await sdk.emailAddresses.deleteEmailAddress(email.id);
    const phone = await sdk.phoneNumbers.createPhoneNumber({ userId: ada.id, phoneNumber: '+15555550101' });
    await sdk.phoneNumbers.getPhoneNumber(phone.id);
    await sdk.phoneNumbers.updatePhoneNumber(phone.id, { verified: true });
    await sdk.phoneNumbers.deletePhoneNumber(phone.id);
    await sdk.users.replaceUserEmailAddress(ada.id, { emailAddress: 'only@example.test' });
    await sdk.users.replaceUserPhoneNumber(ada.id, { phoneNumber: '+15555550102' });
    const user = await sdk.users.getUser(ada.id);
    expect(user.emailAddresses.map(({ emailAddress }) => emailAddress)).toEqual(['only@example.test']);
  });

  it('serves sign-ups and the verification of addresses', async () => {
    const { clerk, sdk, ada, raw } = started();
    const begun = await fetch(`${clerk.url}/v1/client/sign_ups`, {
      method: 'POST',
      body: new URLSearchParams({ email_address: 'half@example.test' }),
    });
    const { response } = (await begun.json()) as { response: { id: string } };
    expect((await sdk.signUps.get(response.id)).status).toBe('missing_requirements');
    await sdk.signUps.update({ signUpAttemptId: response.id, externalId: 'legacy-2' });
    const [email] = (await sdk.users.getUser(ada.id)).emailAddresses;
    const [phone] = (await sdk.users.getUser(ada.id)).phoneNumbers;
    for (const path of [`/email_addresses/${String(email?.id)}`, `/phone_numbers/${String(phone?.id)}`]) {
      const prepared = await raw('POST', `${path}/prepare_verification`);
      await raw('POST', `${path}/attempt_verification`, { verification_id: prepared['id'], code: '424242' });
    }
  });
}
