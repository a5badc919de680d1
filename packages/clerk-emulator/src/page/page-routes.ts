import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { requireLoopback } from '../control/loopback-guard.js';
import type { EmulatorCore } from '../emulator-core.js';
import { peoplePage } from './people-page.js';

/** The page at `/`, under a policy that allows nothing but its own script, style and requests. */
export function addPageRoute(server: FastifyInstance, core: EmulatorCore, apiUrl: string): void {
  server.get('/', (request, reply) => {
    requireLoopback(request);
    const page = peoplePage(core, apiUrl);
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policyFor(page))
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .send(page);
  });
}

/** Script and style are allowed by their hashes, so that nothing else inline runs, whatever a name contains. */
function policyFor(page: string): string {
  const hash = (tag: string): string => {
    const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  };
  return [
    "default-src 'none'",
    `script-src ${hash('script')}`,
    `style-src ${hash('style')}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
