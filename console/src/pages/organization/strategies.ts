/** Clerk's names of ways to sign in that are offered; others, which the API takes too, stay as they are. */
export const STRATEGIES = ['password', 'passkey', 'email_code', 'phone_code', 'totp', 'backup_code'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export function isStrategy(text: string): text is Strategy {
  return STRATEGIES.some((strategy) => strategy === text);
}
