import { Command } from 'commander';
import type { LocalFile } from '../local/index.js';
import { CommandFailure } from './command-failure.js';
import { LocalClerkPanel } from './local-clerk-panel.js';
import { findRunningStack } from './running-stack.js';

interface TokenOptions {
  readonly organization?: string;
  readonly json?: true;
}

/** `token <email>`: a session token of the local Clerk, as that person's browser would have it. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('Print a session token of a person at the local Clerk. It is good for 60 seconds.')
    .argument('<email>', 'whose token')
    .option('-o, --organization <slug or id>', 'with this organization as the active one')
    .option('--json', 'print {jwt, sessionId, expiresAt} instead')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  TOKEN=$(npm run --silent tenantry -- token mark@harbour.test)\n' +
        '  npm run --silent tenantry -- token olivia@harbour.test --organization harbour --json',
    )
    .action(async (email: string, options: TokenOptions) => {
      const panel = new LocalClerkPanel(localClerkOf(findRunningStack()));
      const { jwt, sessionId } = await panel.token(email, options.organization);
      console.log(options.json ? JSON.stringify({ jwt, sessionId, expiresAt: expiryOf(jwt) }) : jwt);
    });
}

function localClerkOf(running: LocalFile | undefined): string {
  if (running === undefined) {
    throw new CommandFailure('Tenantry does not run here. Start it with npm start, then ask again.');
  }
  const { clerkUrl } = running;
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(clerkUrl).hostname)) {
    throw new CommandFailure(
      'Tenantry runs with a Clerk of your own, whose tokens only a sign-in there gives.',
    );
  }
  return clerkUrl;
}

function expiryOf(jwt: string): string {
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    exp: number;
  };
  return new Date(claims.exp * 1000).toISOString();
}
