import { readFileSync, statSync } from 'node:fs';
import { EnvironmentError, type EnvironmentProblem, systemErrorCode } from '#libs/config';
import { VARIABLES, type VariableName } from './variables.js';

/** Variables whose value nobody else may see; each may be read from a file, as secret stores mount them. */
export const SECRET_VARIABLES = [
  'DATABASE_URL',
  'DATABASE_ADMIN_URL',
  'CLERK_SECRET_KEY',
  'CLERK_JWT_KEY',
  'CLERK_WEBHOOK_SIGNING_SECRET',
  'TENANTRY_MASTER_KEY',
  'TENANTRY_PREVIOUS_MASTER_KEY',
  'TENANTRY_SIGNING_KEY',
  'TENANTRY_PREVIOUS_SIGNING_KEYS',
  'AUDIT_PUSH_SECRET',
  'METRICS_TOKEN',
  'FILES_S3_SECRET_ACCESS_KEY',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'SENTRY_DSN',
] as const satisfies readonly VariableName[];

const MAX_BYTES = 65_536;

/**
 * Reads each secret that is given as `<NAME>_FILE` from that file, into the environment it was given in. A line break at
 * the end is no part of it. Call once, before the environment is parsed.
 *
 * @throws EnvironmentError naming every file that cannot be read and every secret that is given twice; no value
 */
export function readSecretFiles(environment: Record<string, string | undefined>): void {
  const problems: EnvironmentProblem[] = [];
  for (const name of SECRET_VARIABLES) {
    const variable = `${name}_FILE`;
    const path = environment[variable]?.trim() ?? '';
    if (path === '') continue;
    const isGivenTwice = (environment[name]?.trim() ?? '') !== '';
    const found = isGivenTwice ? { problem: `is set beside ${name}: leave one out` } : readSecretFile(path);
    if ('problem' in found) problems.push({ variable, reason: found.problem, expected: expectedOf(name) });
    else {
      environment[name] = found.text;
      // Whoever is started from here finds the secret itself.
      environment[variable] = '';
    }
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
}

/** What a file with a secret in it holds, without the line break at its end; or why not, in words that follow its name. */
export function readSecretFile(path: string): { text: string } | { problem: string } {
  try {
    if (statSync(path).size > MAX_BYTES) return { problem: 'names a file of more than 64 kB' };
    const text = readFileSync(path, 'utf8').trim();
    return text === '' ? { problem: 'names an empty file' } : { text };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return { problem: 'names a file that is not there' };
    if (code === 'EACCES') return { problem: 'names a file that may not be read' };
    return { problem: 'names no file that can be read' };
  }
}

function expectedOf(name: VariableName): string {
  return `a file that holds ${VARIABLES[name]}`;
}
