import { randomText } from '../state/id-generator.js';

const BACKUP_CODES = 10;

/** Codes of eight letters and digits, each good for one sign-in. */
export function newBackupCodes(): string[] {
  return Array.from({ length: BACKUP_CODES }, () => randomText(8).toLowerCase());
}
