import { Command } from 'commander';
import { CommandFailure } from './command-failure.js';
import { effectiveSettings } from './effective-settings.js';
import { keyLine } from './key-line.js';
import { ProgressLine } from './progress-line.js';

/** `keys …`: what an operator does with the keys of the service. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('Look after the keys of the service.')
    .helpCommand(false)
    .addCommand(listCommand())
    .addCommand(rotateCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description(
      'List the keys that are set: which, by a fingerprint, since when a service works with it, and how it is changed.',
    )
    .option('--json', 'print [{name, fingerprint, since, rotation}] instead')
    .addHelpText('after', '\nNo key is printed, and nothing is asked of the database.')
    .action(async ({ json }: { json?: true }) => {
      const { listKeys, readSettings } = await import('../doctor/index.js');
      const { settings, results } = readSettings(effectiveSettings());
      for (const { status, detail } of results) if (status === 'fail') console.error(detail);
      const keys = await listKeys(settings);
      if (json) console.log(JSON.stringify(keys, null, 2));
      else for (const key of keys) console.log(keyLine(key));
    });
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description(
      'Wrap the key of every person with the new master key. May be stopped and run again at any time.',
    )
    .option('--json', 'print {wrapped} instead')
    .addHelpText(
      'after',
      '\nThe way of a rotation, without a pause of the service:\n' +
        '  1. TENANTRY_PREVIOUS_MASTER_KEY = the present key, TENANTRY_MASTER_KEY = the new one; restart every process\n' +
        '  2. npm run tenantry -- keys rotate\n' +
        '  3. take TENANTRY_PREVIOUS_MASTER_KEY away and restart; destroy the old key when no backup needs it',
    )
    .action(async ({ json }: { json?: true }) => {
      const settings = effectiveSettings();
      const url = settings['DATABASE_URL'];
      if (!url) throw new CommandFailure('Set DATABASE_URL.');
      const oldKey = keyOf(settings, 'TENANTRY_PREVIOUS_MASTER_KEY');
      const newKey = keyOf(settings, 'TENANTRY_MASTER_KEY');
      const [
        { rotateMasterKey },
        { rewrapEndpointSecrets },
        { UnitOfWork, withDataSource },
        { auditEntities },
      ] = await Promise.all([
        import('#audit'),
        import('#events'),
        import('#libs/database'),
        import('./audit-entities.js'),
      ]);
      const database = { url, entities: await auditEntities(), applicationName: 'tenantry-keys-rotate' };
      await withDataSource(database, async (dataSource) => {
        const progress = new ProgressLine('keys');
        const unitOfWork = new UnitOfWork(dataSource);
        const people = await rotateMasterKey(unitOfWork, oldKey, newKey, (done, total) => {
          progress.show(done, total);
        });
        const wrapped = people + (await rewrapEndpointSecrets(unitOfWork, oldKey, newKey));
        progress.end();
        console.log(
          json
            ? JSON.stringify({ wrapped })
            : `Wrapped ${wrapped} ${wrapped === 1 ? 'key' : 'keys'} with the new master key; none is left under the old one.`,
        );
      });
    });
}

function keyOf(settings: Readonly<Record<string, string | undefined>>, name: string): Buffer {
  const bytes = Buffer.from(settings[name] ?? '', 'base64');
  if (bytes.length !== 32) throw new CommandFailure(`${name} must be 32 bytes in base64.`);
  return bytes;
}
