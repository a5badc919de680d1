import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { faultOfReason, MAX_LIFETIME_SECONDS, signBreakGlassToken } from '#libs/break-glass';
import { systemErrorCode } from '#libs/config';
import { CommandFailure } from './command-failure.js';
import { readCount } from './count-up-to.js';

const MAX_MINUTES = MAX_LIFETIME_SECONDS / 60;
const MAX_COUNT = 100;
const USER = /^user_[A-Za-z0-9]{20,40}$/;

/** `break-glass keys|issue`: access for an owner of the platform while Clerk is out. Asks nothing of the service. */
export function breakGlassCommand(): Command {
  return new Command('break-glass')
    .description('Make tokens by which an owner of the platform reads and takes away while Clerk is out.')
    .helpCommand(false)
    .addCommand(keysCommand())
    .addCommand(issueCommand());
}

function keysCommand(): Command {
  return new Command('keys')
    .description('Make a key pair: the private key into a file, the public one on the terminal.')
    .requiredOption('--key <file>', 'where the private key goes; a file that is there is left alone')
    .addHelpText(
      'after',
      '\nSet what is printed as BREAK_GLASS_PUBLIC_KEY of every process, a pair of its own for each environment. Keep the\n' +
        'file away from the service, where two people have to agree before it is used, such as a safe or a token.\n' +
        '\nExample:\n' +
        '  npm run --silent tenantry -- break-glass keys --key break-glass.pem > break-glass.pub',
    )
    .action(({ key }: { key: string }) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      try {
        writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
      } catch (error) {
        throw new CommandFailure(`${key} cannot be made (${systemErrorCode(error) ?? 'unknown'}).`, {
          cause: error,
        });
      }
      process.stdout.write(publicKey.export({ type: 'spki', format: 'pem' }));
    });
}

interface IssueOptions {
  readonly user: string;
  readonly reason: string;
  readonly minutes: string;
  readonly count: string;
  readonly key: string;
  readonly json?: true;
}

function issueCommand(): Command {
  return new Command('issue')
    .description('Print tokens of an owner of the platform, one a line; each opens one request.')
    .requiredOption('--user <id>', "the owner's id at Clerk (user_…)")
    .requiredOption('--reason <text>', 'why, in 10 to 200 characters: it stands in the audit log')
    .requiredOption('--key <file>', 'the private key that `break-glass keys` made')
    .option(
      '--minutes <number>',
      `how long they hold, from now on, ${MAX_MINUTES} at most`,
      String(MAX_MINUTES),
    )
    .option('--count <number>', `how many, ${MAX_COUNT} at most`, '10')
    .option('--json', 'print [{token, id, expiresAt}] instead')
    .addHelpText(
      'after',
      '\nThey hold only while the service finds Clerk out, and open what docs/runbook.md lists.\n' +
        '\nExample:\n' +
        '  npm run --silent tenantry -- break-glass issue --user user_… --reason "Incident 12: account taken over" --key break-glass.pem',
    )
    .action(({ user, reason, minutes, count, key, json }: IssueOptions) => {
      if (!USER.test(user)) throw new CommandFailure('--user is no id of a person at Clerk (user_…).');
      const fault = faultOfReason(reason);
      if (fault !== undefined) throw new CommandFailure(`--reason ${fault}.`);
      const privateKey = readPrivateKey(key);
      const lifetime = 60 * demandCount('--minutes', minutes, MAX_MINUTES);
      const notBefore = Math.floor(Date.now() / 1_000);
      const expiresAt = notBefore + lifetime;
      const tokens = Array.from({ length: demandCount('--count', count, MAX_COUNT) }, () => {
        const id = randomUUID();
        const token = signBreakGlassToken({ id, subject: user, reason, notBefore, expiresAt }, privateKey);
        return { token, id, expiresAt: new Date(expiresAt * 1_000).toISOString() };
      });
      if (json) console.log(JSON.stringify(tokens, null, 2));
      else for (const { token } of tokens) console.log(token);
    });
}

function readPrivateKey(file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(file));
  } catch (error) {
    throw new CommandFailure(`${file} holds no private key that can be read.`, { cause: error });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new CommandFailure(`${file} holds no Ed25519 key.`);
  return key;
}

function demandCount(name: string, text: string, most: number): number {
  const count = readCount(text, most);
  if (count === undefined) throw new CommandFailure(`${name} is a whole number from 1 to ${most}.`);
  return count;
}
