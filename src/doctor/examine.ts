import type { DoctorReport } from '#health';
import type { ReadableSettings } from '#settings';
import { errorTypeOf } from '#libs/telemetry';
import { describeKnownFailure } from '../start-failure.js';
import { checkBackup } from './backup.check.js';
import { checkBucket } from './bucket.check.js';
import { type CheckResult, fail, ok } from './check.js';
import { checkClerk } from './clerk/clerk.check.js';
import { checkDataDirectory } from './data-directory.check.js';
import { checkDatabase } from './database/database.check.js';
import { checkKeyAges, listKeys } from './keys/key-ages.check.js';
import { checkRateLimits } from './rate-limits.check.js';
import { checkMode } from './settings.check.js';
import type { FindPart, ServiceQuestions } from './service/examine-service.js';
import { checkWebhookEndpoint } from './webhook-endpoint.check.js';

export interface Examination {
  readonly settings: ReadableSettings;
  /** Where Clerk delivers, to be tried; undefined: it is not. */
  readonly webhookUrl?: string | undefined;
  /** Lends the parts of the service; undefined where not all settings can be read. */
  readonly withService: (<T>(work: (find: FindPart) => Promise<T>) => Promise<T>) | undefined;
}

/** Looks at everything there is: the settings, what they lead to, and what the service knows. */
export async function examine({ settings, webhookUrl, withService }: Examination): Promise<DoctorReport> {
  const keys = await listKeys(settings);
  const [{ results, usedSince }, clerk, endpoint] = await Promise.all([
    checkDatabase(settings),
    checkClerk(settings.clerk),
    webhookUrl === undefined ? undefined : checkWebhookEndpoint(webhookUrl, settings),
  ]);
  const isOpen = results.every(({ status }) => status !== 'fail');
  const checks = [
    ...checkMode(settings),
    ...results,
    ...clerk,
    ...(endpoint === undefined ? [] : [endpoint.result]),
    ...(settings.dataDir === undefined ? [] : await checkDataDirectory(settings.dataDir)),
    ...(await checkBucket(settings.filesBucket)),
    ...(await checkBackup(settings)),
    ...checkRateLimits(settings),
    ...checkKeyAges(keys),
    ...(withService === undefined || !isOpen
      ? []
      : await askService(withService, { settings, usedSince, probeId: endpoint?.probeId })),
  ];
  return { checks, keys };
}

async function askService(
  withService: NonNullable<Examination['withService']>,
  { settings, usedSince, probeId }: Omit<ServiceQuestions, 'usedSince'> & { readonly usedSince: Date | null },
): Promise<CheckResult[]> {
  // Its first start makes keys: that is not for whoever only looks.
  if (usedSince === null) return [ok('service', 'has not been started on this database yet')];
  try {
    const { examineService } = await import('./service/examine-service.js');
    return await withService((find) => examineService(find, { settings, usedSince, probeId }));
  } catch (error) {
    // The message of any other error may hold anything; a start of the service tells it where it belongs, in its log.
    const reason = describeKnownFailure(error) ?? `${errorTypeOf(error)}; npm start says more`;
    return [fail('service', `would not start: ${firstLineOf(reason)}`, 'Mend that first.')];
  }
}

function firstLineOf(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
