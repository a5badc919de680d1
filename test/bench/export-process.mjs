/**
 * The parts of the service that pack an export, with nothing else loaded; run as a process of its own by export.mjs, it
 * packs one and tells what that took.
 */
import 'reflect-metadata';
import { AuditEvent, AuditLog, SubjectKey, SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { createDataSource, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ExportPackerService, PrivacyErasure, PrivacyExport, PrivacyRequest } from '#privacy';
import { User, UserEmailAddress } from '#users';
import { SubjectKeysStore } from '../../dist/src/audit/subjects/subject-keys.store.js';
import { SubjectIdentifiersService } from '../../dist/src/privacy/erasure/subject-identifiers.service.js';
import { ExportContentsService } from '../../dist/src/privacy/export/export-contents.service.js';
import { ExportFiles } from '../../dist/src/privacy/export/export-files.js';
import { ExportRunsService } from '../../dist/src/privacy/export/export-runs.service.js';
import { RowReaderService } from '../../dist/src/privacy/export/row-reader.service.js';

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

async function packOnce({ exportId, ...settings }) {
  const parts = await makeParts(settings);
  const before = memoryMb();
  const started = performance.now();
  await parts.packer.pack(exportId);
  const seconds = (performance.now() - started) / 1000;
  const { bytes } = await parts.find(exportId);
  process.send({ bytes: Number(bytes), seconds, before, peak: memoryMb() });
  await parts.dataSource.destroy();
  process.disconnect();
}

function memoryMb() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

export async function makeParts({ url, dataDir, masterKey }) {
  const dataSource = createDataSource({ url, entities: ENTITIES, onConnectionError: () => undefined });
  await dataSource.initialize();
  const environment = { dataDir, masterKey: Buffer.from(masterKey, 'base64') };
  const clock = new Clock();
  const unitOfWork = new UnitOfWork(dataSource);
  const keys = new SubjectKeys(environment, unitOfWork, new SubjectKeysStore(unitOfWork), clock);
  const audit = new AuditLog(unitOfWork);
  const sessions = Array.from({ length: 500 }, (_, n) => ({ id: `sess_${n}`, status: 'ended', actor: null }));
  const user = { id: 'user_bench', email_addresses: [{ email_address: 'bench@example.test' }] };
  const clerk = { recordsOfUser: async () => ({ user, sessions, memberships: [], invitations: [] }) };
  const contents = new ExportContentsService(new SubjectIdentifiersService(unitOfWork, keys), null, clerk);
  const jobs = { enqueue: async () => undefined };
  const files = new ExportFiles(unitOfWork, environment, clock);
  const runs = new ExportRunsService(unitOfWork, contents, keys, jobs, audit, clock);
  const logger = {
    warn: (fields) => console.error(fields.err),
    error: (fields) => console.error(fields.err),
  };
  const rows = new RowReaderService(unitOfWork, keys);
  const packer = new ExportPackerService(unitOfWork, runs, contents, rows, files, environment, logger, clock);
  const inSystem = (work) => unitOfWork.run(systemScope('privacy'), work);
  const find = (id) => inSystem(() => unitOfWork.manager().getRepository(PrivacyExport).findOneBy({ id }));
  return { dataSource, unitOfWork, keys, files, runs, packer, inSystem, find };
}
