import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import {
  RIGHT_REFUSALS,
  type RightKind,
  rightsInFile,
  type RightsLoadReport,
  RightsLoadService,
} from '#accounts';
import { CommandFailure } from '../command-failure.js';
import type { CommandHost } from './command-host.js';

export const PLURALS: Readonly<Record<RightKind, string>> = {
  organization: 'organizations',
  property: 'properties',
  membership: 'memberships',
  grant: 'grants',
};

/**
 * Takes the file of organizations in that an import names, and tells of each line that is refused.
 *
 * @returns null where none is named
 * @throws CommandFailure, AppError `organizations_file_refused`
 */
export async function loadOrganizations(
  service: INestApplicationContext,
  options: { organizations?: string; skipBroken?: true; dryRun?: true; json?: true },
  host: Pick<CommandHost, 'print'>,
): Promise<RightsLoadReport | null> {
  const { organizations: file } = options;
  if (file === undefined) return null;
  await access(file).catch(() => {
    throw new CommandFailure('The file of organizations cannot be read.');
  });
  const rows = () => rightsInFile(createReadStream(file, { encoding: 'utf8' }), basename(file));
  return service.get(RightsLoadService).load(rows, {
    skipBroken: options.skipBroken ?? false,
    dryRun: options.dryRun ?? false,
    onRefused: (line, refusal) => {
      if (options.json) console.error(`line ${line}: ${RIGHT_REFUSALS[refusal]}`);
      else host.print(`line ${line}: ${RIGHT_REFUSALS[refusal]}`);
    },
  });
}
