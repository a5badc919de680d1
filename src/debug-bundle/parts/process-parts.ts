import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableSettings } from '#settings';
import { API_VERSION } from '../../api-version.js';
import { fingerprintsOf, type RawSettings, showSettings } from '../../doctor/index.js';
import { projectFolder } from '../../project-folder.js';
import type { BundlePart } from '../bundle-part.js';

/** @param postgres asks the server for its version */
export function versionsPart(postgres: () => Promise<string>): BundlePart {
  return {
    file: 'versions.json',
    about: 'versions of the service, Node, PostgreSQL and every library, and the machine',
    read: async () => ({
      service: API_VERSION,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      uptimeSeconds: Math.floor(process.uptime()),
      memoryBytes: process.memoryUsage().rss,
      postgres: await postgres().catch(() => null),
      libraries: installedLibraries(),
    }),
  };
}

export function settingsPart(given: RawSettings, settings: ReadableSettings): BundlePart {
  return {
    file: 'settings.json',
    about:
      'every setting as `tenantry settings show --json` prints it: keys by fingerprint, no password, no list of people',
    read: () => Promise.resolve(showSettings(given, fingerprintsOf(settings))),
  };
}

/** Libraries that the service depends on, as they are installed; null where one is not found. */
function installedLibraries(): Record<string, string | null> {
  const folder = projectFolder();
  const { dependencies = {} } = readPackage(folder) ?? {};
  return Object.fromEntries(
    Object.keys(dependencies).map((name) => [
      name,
      readPackage(join(folder, 'node_modules', name))?.version ?? null,
    ]),
  );
}

interface Package {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readPackage(folder: string): Package | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  } catch {
    return undefined;
  }
}
