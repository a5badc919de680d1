import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';

/** As strict as the rule of the settings: a typing error in NODE_ENV must not loosen anything. */
export function isProduction(): boolean {
  return !['development', 'test', undefined, ''].includes(process.env['NODE_ENV']?.trim());
}

/**
 * Reads `.env` of the working directory into the environment, where a variable that is set already wins. In production
 * only the environment itself counts.
 */
export function loadDotenv(): void {
  if (!isProduction() && existsSync('.env')) loadEnvFile('.env');
}
