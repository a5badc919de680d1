import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckResult, examine, readSettings } from '../../../src/doctor/index.js';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { variablesOf } from '../../support/service-variables.js';

/** A sound service, and the doctor that looks at it with settings of its own. */
export interface ExaminedService extends DemoWorld {
  /** The settings of the service, all of them right. */
  readonly sound: Readonly<Record<string, string>>;
  /** Where Clerk delivers. */
  readonly endpoint: string;
  /** The file that the backup job touches. */
  readonly backupMark: string;
  /** Changes something in Clerk's dashboard, so to speak: by its Backend API. */
  clerkCall(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  /** What the command would print with these settings in place of the sound ones. */
  examine(extra?: Readonly<Record<string, string>>, webhookUrl?: string): Promise<readonly CheckResult[]>;
}

export async function startExaminedService(): Promise<ExaminedService> {
  const world = await startDemoWorld();
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-doctor-'));
  const backupMark = join(folder, 'backup');
  writeFileSync(backupMark, '');
  const sound = { ...variablesOf(world), BACKUP_MARK: backupMark };
  return {
    ...world,
    sound,
    backupMark,
    endpoint: `${world.url}/api/webhooks/clerk`,
    clerkCall: (method, path, body) => atClerk(world.clerk, method, path, body),
    examine: async (extra = {}, webhookUrl) => {
      const { settings, results } = readSettings({ ...sound, ...extra });
      const isReadable = results.every(({ status }) => status !== 'fail');
      const found = await examine({
        settings,
        webhookUrl,
        withService: isReadable
          ? (work) => work((type) => world.app.get(type, { strict: false }))
          : undefined,
      });
      return [...results, ...found.checks];
    },
    close: async () => {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is wrong, as `name: detail`. */
export function failuresIn(checks: readonly CheckResult[]): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ name, detail }) => `${name}: ${detail}`);
}
