import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { servePages } from '#libs/http';
import type { Environment } from '#settings';
import { projectFolder } from './project-folder.js';

/** How the console finds Clerk: its own scripts where a real instance is, the Frontend API alone of a local one. */
interface ConsoleConfig {
  readonly clerk: {
    readonly isLocal: boolean;
    readonly publishableKey: string;
    /** The origin of the Frontend API. */
    readonly frontendApi: string;
  };
}

/**
 * Serves the web console at `/console`, where the settings say so. Its files are made by `npm run build`; a service that
 * was built without them answers everything else.
 *
 * @returns whether it is served
 * @throws Error in production where the console is asked for and not there
 */
export function serveConsole(app: NestFastifyApplication, environment: Environment): boolean {
  if (!environment.consoleEnabled || environment.role === 'worker') return false;
  const folder = join(projectFolder(), 'console/dist');
  if (!existsSync(join(folder, 'index.html'))) {
    const sentence = 'CONSOLE_ENABLED is true, and the console is not built: npm run build.';
    if (environment.isProduction) throw new Error(sentence);
    new Logger('Console').warn(sentence);
    return false;
  }
  const { publishableKey, issuer } = environment.clerk;
  const isLocal = issuer.startsWith('http:');
  const config: ConsoleConfig = { clerk: { isLocal, publishableKey, frontendApi: issuer } };
  servePages(app, {
    path: '/console',
    folder,
    contentSecurityPolicy: contentSecurityPolicy(isLocal, issuer),
    config,
  });
  return true;
}

/**
 * Scripts and styles are files of this origin, and nothing is written inline. Clerk's script comes from the host of its
 * instance, and asks that host for tokens; a local Clerk has no script.
 */
function contentSecurityPolicy(isLocal: boolean, frontendApi: string): string {
  const scripts = isLocal ? [] : [frontendApi];
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...scripts].join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", ...(isLocal ? localNames(frontendApi) : [frontendApi])].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Clerk's script loads parts of itself by addresses that no policy of ours has made.
    ...(isLocal
      ? ["require-trusted-types-for 'script'", 'trusted-types default']
      : ["worker-src 'self' blob:"]),
  ].join('; ');
}

/** A page asks the local Clerk under the name by which it was opened itself, so that the cookie of a session goes along. */
function localNames(origin: string): string[] {
  const { port } = new URL(origin);
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
}
