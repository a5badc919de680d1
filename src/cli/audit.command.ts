import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type AuditReport, ExportFormatError, verifyDatabase, verifyExport } from '#audit';
import { UnitOfWork, withDataSource } from '#libs/database';
import { auditEntities } from './audit-entities.js';
import { CommandFailure } from './command-failure.js';
import { effectiveSettings } from './effective-settings.js';
import { ProgressLine } from './progress-line.js';
import { readPublicKeys } from './public-keys.js';

interface VerifyOptions {
  readonly file?: string;
  readonly publicKey?: string;
  readonly json?: true;
}

/** `audit …`: what an operator or an auditor does with the audit log. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('Look into the audit log.')
    .helpCommand(false)
    .addCommand(verifyCommand());
}

function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Rebuild the whole audit log, compare it with every signed checkpoint and name the first bad row. ' +
        'Ends with 0 only when nothing was changed and no row is left out.',
    )
    .option(
      '-f, --file <export.ndjson>',
      'check an export instead of the database; needs nothing but the public key',
    )
    .option(
      '-k, --public-key <file.pem>',
      'whose signatures count, one after the other, the present one first; default: the signing keys of the settings',
    )
    .option('--json', 'print the report as JSON instead')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  npm run tenantry -- audit verify\n' +
        '  npm run tenantry -- audit verify --file audit-log.ndjson --public-key tenantry.pem',
    )
    .action(async (options: VerifyOptions) => {
      const settings = effectiveSettings();
      const publicKeys = publicKeysOf(options.publicKey, settings);
      const progress = new ProgressLine('rows');
      const report =
        options.file === undefined
          ? await verifyHere(settings, publicKeys, progress)
          : await verifyFile(options.file, publicKeys, progress);
      progress.end();
      console.log(options.json ? JSON.stringify(report, undefined, 2) : describe(report));
      if (!report.isIntact) throw new CommandFailure('The audit log is not what was sealed.');
    });
}

async function verifyHere(
  settings: Readonly<Record<string, string | undefined>>,
  publicKeys: readonly KeyObject[],
  progress: ProgressLine,
): Promise<AuditReport> {
  const [url, dataDir] = [settings['DATABASE_URL'], settings['TENANTRY_DATA_DIR']];
  if (!url || !dataDir) {
    throw new CommandFailure('Set DATABASE_URL and TENANTRY_DATA_DIR, or name an export with --file.');
  }
  const database = { url, entities: await auditEntities(), applicationName: 'tenantry-audit-verify' };
  return withDataSource(database, (dataSource) =>
    verifyDatabase(new UnitOfWork(dataSource), { dataDir, publicKeys }, (done, total) => {
      progress.show(done, total);
    }),
  );
}

async function verifyFile(file: string, publicKeys: readonly KeyObject[], progress: ProgressLine) {
  try {
    return await verifyExport(file, publicKeys, (done) => {
      progress.show(done);
    });
  } catch (error) {
    if (error instanceof ExportFormatError) throw new CommandFailure(`This is no export: ${error.message}.`);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new CommandFailure('There is no such file.');
    }
    throw error;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandFailure('The key cannot be read; an Ed25519 key in PEM is needed.', { cause: error });
  }
}

/** @returns the keys whose signatures count, the present one first */
function publicKeysOf(
  file: string | undefined,
  settings: Readonly<Record<string, string | undefined>>,
): KeyObject[] {
  const texts =
    file === undefined
      ? [settings['TENANTRY_SIGNING_KEY'] ?? '', settings['TENANTRY_PREVIOUS_SIGNING_KEYS'] ?? '']
      : [textOf(file)];
  const keys = readPublicKeys(texts.join('\n'));
  if (keys.length > 0) return keys;
  throw new CommandFailure('Name the public key with --public-key, or set TENANTRY_SIGNING_KEY.');
}

function describe(report: AuditReport & { readonly isComplete?: boolean }): string {
  const { rows, checkpoints, signedRows, head, firstBad, invalidCheckpoints, passedBy, problems } = report;
  const isChanged = firstBad !== null || invalidCheckpoints > 0;
  const lines = [
    report.isIntact
      ? 'Nothing was changed.'
      : isChanged
        ? 'THE LOG WAS CHANGED.'
        : 'THE LOG IS NOT WHOLE: THE CHAIN LEAVES ROWS OUT.',
    `  rows checked         ${rows}`,
    `  checkpoints          ${checkpoints} compared; ${signedRows} rows are signed`,
    `  end of the log       row ${head.sequence}${head.hash === '' ? '' : `, ${head.hash}`}`,
    ...(signedRows < head.sequence
      ? [`  not signed yet       ${head.sequence - signedRows} rows at the end`]
      : []),
    ...(report.firstKept > 1 ? [`  dropped by policy    rows before ${report.firstKept}`] : []),
    ...(invalidCheckpoints > 0
      ? [`  bad checkpoints      ${invalidCheckpoints} are not signed by this key for this log`]
      : []),
    ...(passedBy.rows > 0
      ? [
          `  in no chain          ${passedBy.rows} rows, the first ${passedBy.firstId ?? ''}`,
          '                       The nightly check (`schedule run audit.verify`) gives them a late position.',
        ]
      : []),
    ...(firstBad === null
      ? []
      : [
          `  first bad row        ${firstBad.sequence}${firstBad.id === null ? '' : ` (${firstBad.id})`}: ${firstBad.detail}`,
          `  findings             ${problems.length}`,
        ]),
    ...(report.isComplete === false
      ? ['  This is a part of the log: each row was checked by itself, the chain could not be.']
      : []),
  ];
  return lines.join('\n');
}
