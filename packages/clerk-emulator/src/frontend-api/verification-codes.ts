import type { EmulatorCore } from '../emulator-core.js';
import { primaryEmail } from '../shapes/user.shape.js';
import type { PhoneNumberRecord, UserRecord } from '../state/records.js';

/** The code that always works, as for Clerk's own test addresses. */
export const TEST_CODE = '424242';

/** "Sends" a code by mail: nothing leaves the machine, `email.created` tells about it. */
export function sendCode(core: EmulatorCore, to: UserRecord | string): void {
  const user = typeof to === 'string' ? undefined : to;
  const address = typeof to === 'string' ? to : primaryEmail(to);
  core.events.emit('email.created', {
    object: 'email',
    id: core.ids.next('ema', core.clock.now()),
    slug: 'verification_code',
    from_email_name: 'noreply',
    reply_to_email_name: null,
    to_email_address: address ?? '',
    email_address_id: user?.primary_email_address_id ?? null,
    user_id: user?.id ?? null,
    subject: `${TEST_CODE} is your verification code`,
    body: `<p>${TEST_CODE}</p>`,
    body_plain: TEST_CODE,
    status: 'queued',
    data: { otp_code: TEST_CODE },
    delivered_by_clerk: true,
  });
}

/** The same by text message; `sms.created` tells about it. */
export function sendTextCode(core: EmulatorCore, user: UserRecord, phone: PhoneNumberRecord): void {
  const now = core.clock.now();
  core.events.emit('sms.created', {
    object: 'sms_message',
    id: core.ids.next('sms', now),
    slug: 'verification_code',
    from_phone_number: '+15555550100',
    to_phone_number: phone.phone_number,
    phone_number_id: phone.id,
    user_id: user.id,
    message: `${TEST_CODE} is your verification code.`,
    status: 'queued',
    data: { otp_code: TEST_CODE },
    delivered_by_clerk: true,
    created_at_ms: now,
  });
}
