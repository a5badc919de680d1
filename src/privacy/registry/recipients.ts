/** Who else is handed personal data by this service. */
export interface Recipient {
  readonly name: string;
  readonly role: 'processor';
  readonly purpose: string;
}

export const CLERK: Recipient = { name: 'Clerk, Inc.', role: 'processor', purpose: 'sign-in' };

/** Who takes in the stream of the audit log, where one is set (`AUDIT_PUSH_URL`). */
export const LOG_RECEIVER: Recipient = {
  name: 'the receiver of the audit log',
  role: 'processor',
  purpose: 'security monitoring',
};
