import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { systemErrorCode } from '#libs/config';
import { CommandFailure } from './command-failure.js';
import { effectiveSettings } from './effective-settings.js';

interface DebugBundleOptions {
  readonly out: string;
  readonly json?: true;
}

/** `debug-bundle`: what somebody who mends the service from afar has to see. */
export function debugBundleCommand(): Command {
  return new Command('debug-bundle')
    .description('Write one archive with everything that helps to mend the service, and no secret in it.')
    .option('--out <file>', 'where to, a zip', `tenantry-debug-bundle.zip`)
    .option('--json', 'print {file, bytes, parts: [{file, missing}]} instead')
    .addHelpText(
      'after',
      '\nIt holds versions, settings by fingerprint, doctor, health, migrations, queues, drift, errors by class, slow\n' +
        'statements by name and metrics; nothing about anybody. What cannot be had, such as all that lies in a database\n' +
        'that is away, is named in its place. Metrics are those of the running service where METRICS_TOKEN or\n' +
        'OPERATIONS_ACCESS=loopback lets them be read.\n' +
        '\nExample:\n' +
        '  npm run tenantry -- debug-bundle --out bundle.zip',
    )
    .action(async ({ out, json }: DebugBundleOptions) => {
      const { makeDebugBundle } = await import('../debug-bundle/index.js');
      const { readSettings } = await import('../doctor/index.js');
      const { withService } = await import('./service-context.js');
      const { readRunningMetrics } = await import('./running-metrics.js');
      const given = effectiveSettings();
      const { settings, results } = readSettings(given);
      const isReadable = results.every(({ status }) => status !== 'fail');
      const { archive, parts } = await makeDebugBundle({
        given,
        settings,
        isService: false,
        metrics: () => readRunningMetrics(settings),
        withService: isReadable
          ? (work) => withService((service) => work((type) => service.get(type, { strict: false })))
          : undefined,
      });
      await writeFile(out, archive, { mode: 0o600 }).catch((error: unknown) => {
        throw new CommandFailure(`${out} cannot be written (${systemErrorCode(error) ?? 'unknown'}).`, {
          cause: error,
        });
      });
      if (json) {
        console.log(JSON.stringify({ file: out, bytes: archive.length, parts }, null, 2));
        return;
      }
      console.log(`${out}: ${archive.length} bytes, ${parts.length + 1} files`);
      for (const { file, missing } of parts)
        if (missing !== null) console.log(`  without ${file}: ${missing}`);
    });
}
