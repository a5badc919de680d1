/**
 * The parts of the service that pack an export, with nothing else loaded; run as a process of its own by export.mjs, it
 * packs one and tells what that took.
 */
import 'reflect-metadata';
import { AuditLog, SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { createDataSource, UnitOfWork } from '#libs/database';
import { FilesInPostgres } from '#files';
import { Clock } from '#libs/time';
import { ExportPackerService } from '#privacy';
import { AuditEvent } from '#src/audit/audit-event.entity';
import { SubjectKey } from '#src/audit/subjects/subject-key.entity';
import { SubjectKeysStore } from '#src/audit/subjects/subject-keys.store';
import { ExportContentsService } from '#src/privacy/export/export-contents.service';
import { ExportFiles } from '#src/privacy/export/export-files';
import { ExportRunsService } from '#src/privacy/export/export-runs.service';
import { RowReaderService } from '#src/privacy/export/row-reader.service';
import { MentionsService } from '#src/privacy/identity/mentions.service';
import { SubjectIdentifiersService } from '#src/privacy/identity/subject-identifiers.service';
import { ExportsStore } from '#src/privacy/records/exports.store';
import { OrganizationErasuresStore } from '#src/privacy/records/organization-erasures.store';
import { PersonErasuresStore } from '#src/privacy/records/person-erasures.store';
import { PrivacyErasure } from '#src/privacy/records/privacy-erasure.entity';
import { PrivacyExport } from '#src/privacy/records/privacy-export.entity';
import { PrivacyRequest } from '#src/privacy/records/privacy.entities';
import { RequestsStore } from '#src/privacy/records/requests.store';
import { UserEmailAddress } from '#src/users/user-email-address.entity';
import { UserLookupService } from '#src/users/user-lookup.service';
import { User } from '#src/users/user.entity';

const ENTITIES = [
  AuditEvent,
  PrivacyErasure,
  PrivacyExport,
  PrivacyRequest,
  SubjectKey,
  User,
  UserEmailAddress,
];

if (process.env.BENCH_SETTINGS !== undefined) await packOnce(JSON.parse(process.env.BENCH_SETTINGS));

/** @param {{ exportId: string, url: string, dataDir: string, masterKey: string }} given */
async function packOnce({ exportId, ...settings }) {
  const parts = await makeParts(settings);
  const before = memoryMb();
  const started = performance.now();
  await parts.packer.pack(exportId);
  const seconds = (performance.now() - started) / 1000;
  const packed = await parts.find(exportId);
  process.send?.({ bytes: Number(packed?.bytes), seconds, before, peak: memoryMb() });
  await parts.dataSource.destroy();
  process.disconnect();
}

function memoryMb() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

export async function makeParts({ url, dataDir, masterKey }) {
  const dataSource = createDataSource({ url, entities: ENTITIES, onConnectionError: () => undefined });
  await dataSource.initialize();
  const environment = /** @type {any} */ ({ dataDir, masterKey: Buffer.from(masterKey, 'base64') });
  const clock = new Clock();
  const unitOfWork = new UnitOfWork(dataSource);
  const keys = new SubjectKeys(environment, unitOfWork, new SubjectKeysStore(unitOfWork), clock);
  const audit = new AuditLog(unitOfWork);
  const sessions = Array.from({ length: 500 }, (_, n) => ({ id: `sess_${n}`, status: 'ended', actor: null }));
  const user = { id: 'user_bench', email_addresses: [{ email_address: 'bench@example.test' }] };
  /** @type {Pick<import('#libs/clerk').ClerkRecords, 'ofUser'>} */
  const records = { ofUser: async () => ({ user, sessions, memberships: [], invitations: [] }) };
  const contents = new ExportContentsService(
    unitOfWork,
    new SubjectIdentifiersService(unitOfWork, keys, new UserLookupService(unitOfWork)),
    new MentionsService(unitOfWork),
    new OrganizationErasuresStore(unitOfWork),
    /** @type {import('#libs/clerk').ClerkRecords} */ (records),
  );
  const jobs = /** @type {any} */ ({ enqueue: async () => undefined });
  const exports = new ExportsStore(unitOfWork);
  const files = new ExportFiles(unitOfWork, exports, new FilesInPostgres(unitOfWork), environment, clock);
  const runs = new ExportRunsService(
    unitOfWork,
    exports,
    new RequestsStore(unitOfWork),
    new PersonErasuresStore(unitOfWork),
    contents,
    keys,
    jobs,
    audit,
    clock,
  );
  const logger = /** @type {any} */ ({
    warn: (fields) => console.error(fields.err),
    error: (fields) => console.error(fields.err),
  });
  const rows = new RowReaderService(unitOfWork, keys);
  const packer = new ExportPackerService(unitOfWork, runs, contents, rows, files, environment, logger, clock);
  const inSystem = (work) => unitOfWork.run(systemScope('privacy'), work);
  const find = (id) => inSystem(() => unitOfWork.manager().getRepository(PrivacyExport).findOneBy({ id }));
  return { dataSource, unitOfWork, keys, files, runs, packer, inSystem, find };
}
