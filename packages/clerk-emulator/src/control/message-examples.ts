import type { EmulatorCore } from '../emulator-core.js';
import type { JsonObject } from '../state/records.js';

function waitlistEntry(core: EmulatorCore): JsonObject {
  const now = core.clock.now();
  return {
    object: 'waitlist_entry',
    id: core.ids.next('wle', now),
    email_address: 'waiting@example.test',
    status: 'pending',
    is_locked: false,
    created_at: now,
    updated_at: now,
  };
}

/** Events about messages that Clerk sends and about people who wait. */
export const messageExamples: Record<string, (core: EmulatorCore) => JsonObject> = {
  'email.created': (core) => ({
    object: 'email',
    id: core.ids.next('ema', core.clock.now()),
    slug: 'verification_code',
    from_email_name: 'noreply',
    reply_to_email_name: null,
    to_email_address: 'person@example.test',
    email_address_id: core.ids.next('idn', core.clock.now()),
    user_id: null,
    subject: '424242 is your verification code',
    body: '<p>424242</p>',
    body_plain: '424242',
    status: 'queued',
    data: { otp_code: '424242' },
    delivered_by_clerk: true,
  }),
  'sms.created': (core) => ({
    object: 'sms_message',
    id: core.ids.next('sms', core.clock.now()),
    slug: 'verification_code',
    from_phone_number: '+15555550100',
    to_phone_number: '+15555550101',
    phone_number_id: core.ids.next('idn', core.clock.now()),
    user_id: null,
    message: '424242 is your verification code.',
    status: 'queued',
    data: { otp_code: '424242' },
    delivered_by_clerk: true,
    created_at_ms: core.clock.now(),
  }),
  'waitlistEntry.created': waitlistEntry,
  'waitlistEntry.updated': (core) => ({ ...waitlistEntry(core), status: 'invited' }),
};
