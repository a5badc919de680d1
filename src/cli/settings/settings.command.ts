import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { ShownSettings } from '../../doctor/index.js';
import { CommandFailure } from '../command-failure.js';
import { effectiveSettings } from '../effective-settings.js';
import { differencesOf, sharedSecrets } from './compare-settings.js';

/** `settings show|diff`: what a start would go by, and where two environments differ. */
export function settingsCommand(): Command {
  return new Command('settings')
    .description('Show the settings without their secrets, and compare those of two environments.')
    .helpCommand(false)
    .addCommand(showCommand())
    .addCommand(diffCommand());
}

function showCommand(): Command {
  return new Command('show')
    .description('Print every setting; keys by their fingerprint, no password and no list of people.')
    .option('--json', 'print JSON, which `settings diff` takes')
    .action(async ({ json }: { json?: true }) => {
      const shown = await shownHere();
      if (json) console.log(JSON.stringify(shown, null, 2));
      else for (const [name, value] of Object.entries(shown)) console.log(`${name}=${value ?? ''}`);
    });
}

function diffCommand(): Command {
  return new Command('diff')
    .description('Compare the settings here with those that `settings show --json` printed elsewhere.')
    .argument('<file>', 'what it printed there')
    .option('--json', 'print {differences: [{name, here, there}], sharedSecrets: [name]} instead')
    .addHelpText(
      'after',
      '\nExit codes: 0 compared, 1 when both have a secret in common: each environment has keys of its own.\n' +
        '\nExample:\n' +
        '  npm run --silent tenantry -- settings show --json > staging.json     # there\n' +
        '  npm run --silent tenantry -- settings diff staging.json              # here',
    )
    .action(async (file: string, { json }: { json?: true }) => {
      const there = readShown(file);
      const here = await shownHere();
      const [differences, shared] = [differencesOf(here, there), sharedSecrets(here, there)];
      if (json) console.log(JSON.stringify({ differences, sharedSecrets: shared }, null, 2));
      else {
        for (const { name, here: one, there: other } of differences)
          console.log(`${name}\n  here   ${one ?? '(unset)'}\n  there  ${other ?? '(unset)'}`);
        if (differences.length === 0) console.log('Nothing differs.');
      }
      if (shared.length > 0)
        throw new CommandFailure(
          `Both have the same ${shared.join(', ')}: give each environment one of its own.`,
        );
    });
}

async function shownHere(): Promise<ShownSettings> {
  const { fingerprintsOf, readSettings, showSettings } = await import('../../doctor/index.js');
  const raw = effectiveSettings();
  return showSettings(raw, fingerprintsOf(readSettings(raw).settings));
}

function readShown(file: string): ShownSettings {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandFailure(`${file} cannot be read as JSON. \`settings show --json\` makes such a file.`, {
      cause: error,
    });
  }
  const isShown =
    typeof read === 'object' &&
    read !== null &&
    !Array.isArray(read) &&
    Object.values(read).every((value) => value === null || typeof value === 'string');
  if (!isShown) throw new CommandFailure(`${file} is not what \`settings show --json\` prints.`);
  return read as ShownSettings;
}
