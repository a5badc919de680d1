import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { ClerkApi, ClerkRefusedError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ParticularsService } from '../erasure/particulars.service.js';
import { PrivacyExport, PrivacyRequest } from '../privacy.entities.js';
import type { Particulars } from '../registry/sql-of-registry.js';
import { csvOf } from './csv.js';
import { ExportFiles } from './export-files.js';
import { type Chapter, ExportRows } from './export-rows.service.js';
import { readablePage } from './readable-page.js';

const KEPT_MS = 7 * 86_400_000;

/** Packs what is known of a person into one encrypted archive. */
@Injectable()
export class ExportPacker {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly particulars: ParticularsService,
    private readonly rows: ExportRows,
    private readonly files: ExportFiles,
    private readonly keys: SubjectKeys,
    private readonly clerk: ClerkApi,
    private readonly clock: Clock,
  ) {}

  /** May be repeated: what is there is written anew. */
  async pack(id: string): Promise<void> {
    const begun = await this.inSystem(async () => {
      const row = await this.exports().findOneBy({ id });
      if (row === null || (row.status !== 'pending' && row.status !== 'running')) return null;
      const person = await this.particulars.collect(row.userId);
      if (person === null) {
        await this.exports().update({ id }, { status: 'failed', finishedAt: this.clock.now() });
        return null;
      }
      await this.exports().update({ id }, { status: 'running' });
      return { person, chapters: await this.rows.of(person) };
    });
    if (begun === null) return;
    const atClerk = await this.recordsAtClerk(begun.person);
    const key = randomBytes(32);
    const archive = archiveOf(begun.chapters, atClerk, this.clock.now());
    const { bytes, sha256 } = await this.files.write(id, key, archive);
    const isKept = await this.inSystem(async () => {
      const sealedKey = await this.keys.encryptFor(begun.person.userId, key.toString('base64'), placeOf(id));
      const now = this.clock.now();
      const expiresAt = new Date(now.getTime() + KEPT_MS);
      const result = await this.exports().update(
        { id, status: 'running' },
        { status: 'ready', sealedKey, bytes: String(bytes), sha256, finishedAt: now, expiresAt },
      );
      await this.unitOfWork.manager().getRepository(PrivacyRequest).update({ id }, { closedAt: now });
      return result.affected === 1 && sealedKey !== null;
    });
    // An erasure came in between.
    if (!isKept) await this.files.remove(id);
  }

  /** The archive of a ready export, readable. */
  async open(row: PrivacyExport): Promise<Readable | null> {
    const { id, sealedKey } = row;
    const key =
      sealedKey === null ? null : await this.inSystem(() => this.keys.decrypt(sealedKey, placeOf(id)));
    return key === null ? null : this.files.read(id, Buffer.from(key, 'base64'));
  }

  private async recordsAtClerk({ clerkId }: Particulars): Promise<Readonly<Record<string, unknown>>> {
    if (clerkId === null) return {};
    try {
      return await this.clerk.recordsOfUser(clerkId);
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.status === 404) return {};
      throw error;
    }
  }

  private exports() {
    return this.unitOfWork.manager().getRepository(PrivacyExport);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}

/** Names of entries are fixed, so nothing that a person typed becomes a path. */
function archiveOf(chapters: readonly Chapter[], atClerk: object, madeAt: Date): Readable {
  const zip = new ZipFile();
  const manifest: { name: string; sha256: string; bytes: number }[] = [];
  const add = (name: string, text: string) => {
    const content = Buffer.from(text);
    manifest.push({
      name,
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: content.length,
    });
    zip.addBuffer(content, name, { mtime: madeAt });
  };
  add('data.json', JSON.stringify({ madeAt, tables: chapters, clerk: atClerk }, null, 2));
  for (const { name, columns, rows } of chapters) add(`csv/${name}.csv`, csvOf(columns, rows));
  add('index.html', readablePage(chapters, atClerk, madeAt));
  const sums = JSON.stringify({ madeAt, files: manifest }, null, 2);
  zip.addBuffer(Buffer.from(sums), 'manifest.json', { mtime: madeAt });
  zip.end();
  return Readable.from(zip.outputStream);
}

function placeOf(id: string): string {
  return `privacy_exports/${id}/key`;
}
