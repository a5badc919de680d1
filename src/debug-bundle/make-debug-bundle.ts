import type { ReadableSettings } from '#settings';
import { examine, type FindPart, type RawSettings } from '../doctor/index.js';
import { packBundle } from './pack-bundle.js';
import type { ReadPart } from './bundle-part.js';
import { PartMissingError } from './part-missing.error.js';
import { databaseParts, withDatabase } from './parts/database-parts.js';
import { settingsPart, versionsPart } from './parts/process-parts.js';
import { servicePartsOf, SERVICE_PARTS } from './parts/service-parts.js';
import { readPart } from './read-part.js';
import { readme } from './readme.js';

/** Where the bundle is made from. */
export interface DebugBundleSources {
  /** The variables that the settings were read from. */
  readonly given: RawSettings;
  readonly settings: ReadableSettings;
  /** Lends the parts of the service; undefined where not all settings can be read. */
  readonly withService: (<T>(work: (find: FindPart) => Promise<T>) => Promise<T>) | undefined;
  /** Of the running service, in the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
  /** Whether this process is the service, or one that looks at it from beside. */
  readonly isService: boolean;
}

export interface DebugBundle {
  /** A zip. */
  readonly archive: Buffer;
  /** Its files, and why one could not be filled. */
  readonly parts: readonly { readonly file: string; readonly missing: string | null }[];
}

/** Collects what can be had and packs it. What is out of reach is missed in its own file and nowhere else. */
export async function makeDebugBundle(sources: DebugBundleSources): Promise<DebugBundle> {
  const { settings, given, withService, isService } = sources;
  const madeAt = new Date();
  let served: ReadPart[] | undefined;
  // The service is made ready once, and only where the doctor would: a first start makes keys.
  const lend: DebugBundleSources['withService'] =
    withService &&
    ((work) =>
      withService(async (find) => {
        served = await readAll(servicePartsOf(find, { isService }));
        return work(find);
      }));
  const doctor = await readPart({
    file: 'doctor.json',
    about: 'every check of `tenantry doctor` with what mends it, and the keys by fingerprint',
    read: () => examine({ settings, webhookUrl: undefined, withService: lend }),
  });
  // The service that runs is ready already, whatever the doctor finds: what it remembers wants no database.
  if (isService) served ??= await withService?.((find) => readAll(servicePartsOf(find, { isService })));
  const unserved = () =>
    Promise.reject(new PartMissingError('the service cannot be asked; doctor.json says what is wrong'));
  const parts = [
    await readPart(versionsPart(() => withDatabase(settings, versionOf))),
    await readPart(settingsPart(given, settings)),
    doctor,
    ...(await readAll(databaseParts(settings))),
    ...(served ?? (await readAll(SERVICE_PARTS.map((part) => ({ ...part, read: unserved }))))),
    await readPart({
      file: 'metrics.txt',
      about: 'the figures of `GET /metrics`, in the text format of Prometheus',
      read: sources.metrics,
    }),
  ];
  const archive = await packBundle(
    [{ file: 'README.md', content: readme(parts, { madeAt, isService }) }, ...parts],
    madeAt,
  );
  return { archive, parts: parts.map(({ file, missing }) => ({ file, missing })) };
}

async function readAll(parts: readonly Parameters<typeof readPart>[0][]): Promise<ReadPart[]> {
  const read: ReadPart[] = [];
  for (const part of parts) read.push(await readPart(part));
  return read;
}

async function versionOf(ask: <Row>(text: string) => Promise<Row[]>): Promise<string> {
  const [row] = await ask<{ version: string }>(`select current_setting('server_version') as version`);
  return row?.version ?? 'unknown';
}
