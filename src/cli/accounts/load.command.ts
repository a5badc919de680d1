import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import {
  ACCOUNT_FORMATS,
  type AccountFormat,
  accountFormatOf,
  LoadService,
  readFirebaseParameters,
  recordsIn,
  REFUSALS,
} from '#accounts';
import { CommandFailure } from '../command-failure.js';
import { ProgressLine } from '../progress-line.js';
import { CLI_ACTOR } from '../service-context.js';
import type { CommandHost } from './command-host.js';
import { accounts } from './with-accounts.js';

interface LoadCommandOptions {
  readonly format?: AccountFormat;
  readonly hasher?: string;
  readonly hashParameters?: string;
  readonly skipBroken?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

export function loadCommand(host: CommandHost): Command {
  return new Command('load')
    .description('Take accounts of an older system in from a file. Nothing is sent to Clerk.')
    .argument('<file>', 'as the older system exports it')
    .addOption(
      new Option('-f, --format <format>', 'by default csv or ndjson, by the name of the file').choices(
        ACCOUNT_FORMATS,
      ),
    )
    .option('--hasher <hasher>', 'Clerk’s name of the hasher of all digests that do not say so themselves')
    .option(
      '--hash-parameters <file>',
      'password hash parameters of a Firebase project, as its console shows them',
    )
    .option('--skip-broken', 'load the good rows; without it one broken row refuses the file')
    .option('--dry-run', 'check everything and keep nothing')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nEach row is checked; broken ones are listed by line. A file is loaded whole or not at all, and may be loaded again:\n' +
        'accounts that are known stay as they are, those that failed or were taken back wait again.\n' +
        '\nExample:\n  npm run tenantry -- accounts load people.ndjson --dry-run',
    )
    .action(async (file: string, options: LoadCommandOptions) => {
      const firebase = await parametersIn(options.hashParameters);
      await (
        await open(file).catch(() => {
          throw new CommandFailure('The file cannot be read.');
        })
      ).close();
      await host.withAccounts(async (service) => {
        const line = new ProgressLine('rows');
        const refused: { line: number; reason: string }[] = [];
        const chunks = createReadStream(file, { encoding: 'utf8', highWaterMark: 64 * 1024 });
        const records = recordsIn(chunks, basename(file), options.format ?? accountFormatOf(file), {
          firebase,
        });
        const report = await service
          .get(LoadService)
          .load(
            records,
            {
              hasher: options.hasher,
              skipBroken: options.skipBroken ?? false,
              dryRun: options.dryRun ?? false,
              onRefused: (at, refusal) => {
                if (options.json) refused.push({ line: at, reason: refusal });
                else host.print(`line ${at}: ${REFUSALS[refusal]}`);
              },
              onProgress: (done) => {
                line.show(done);
              },
            },
            CLI_ACTOR,
          )
          .finally(() => {
            line.end();
          });
        if (options.json) {
          host.print(JSON.stringify({ dryRun: options.dryRun ?? false, ...report, lines: refused }, null, 2));
          return;
        }
        const would = options.dryRun ? 'would be loaded' : 'loaded';
        host.print(`${report.rows} rows: ${report.loaded} ${would}, ${report.refused} refused.`);
        if (report.unchanged > 0) host.print(`${accounts(report.unchanged)} known before.`);
        if (report.reopened > 0) host.print(`${accounts(report.reopened)} tried again.`);
        for (const [hasher, count] of Object.entries(report.hashers)) host.print(`  ${hasher}: ${count}`);
        if (!options.dryRun) host.print('Next: tenantry accounts import --dry-run');
      });
    });
}

async function parametersIn(file: string | undefined) {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandFailure('The file of the hash parameters cannot be read.');
  });
  const parameters = readFirebaseParameters(text);
  if (parameters === undefined)
    throw new CommandFailure(
      'The hash parameters are not complete: base64_signer_key, base64_salt_separator, rounds and mem_cost.',
    );
  return parameters;
}
