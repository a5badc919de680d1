import { Injectable } from '@nestjs/common';
import { AuditLog, SubjectKeys } from '#audit';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import { ExportsStore } from '../records/exports.store.js';
import { RequestsStore } from '../records/requests.store.js';
import { packExportJob } from '../privacy.jobs.js';
import { ExportContentsService } from './export-contents.service.js';
import type { ExportContent } from './export-content.js';
import type { PrivacyExport } from '../records/privacy-export.entity.js';
import { MAX_FAILURES, nextLookAtClerk, pauseAfterFailure, exportProblemOf } from './retry.rule.js';
import { PRIVACY } from '../privacy.scope.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

const KEPT_MS = 7 * 86_400_000;

/** One packer's turn. Whoever takes the export after it makes this turn void. */
export interface ExportTurn {
  readonly row: PrivacyExport;
  readonly content: ExportContent;
}

/** What a packer made. */
export interface PackedFile {
  readonly fileName: string;
  readonly key: Buffer;
  readonly bytes: number;
  readonly sha256: string;
  readonly missing: readonly string[];
}

/** The states of an export, each step of it one transaction. */
@Injectable()
export class ExportRunsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly exports: ExportsStore,
    private readonly requests: RequestsStore,
    private readonly erasures: PersonErasuresStore,
    private readonly contents: ExportContentsService,
    private readonly keys: SubjectKeys,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Takes an export that is open; null when there is nothing to do. */
  async begin(id: string): Promise<ExportTurn | null> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const row = await this.exports.lock(id);
      if (row === null || (row.status !== 'pending' && row.status !== 'running')) return null;
      const content = (await this.isErasing(row)) ? null : await this.contents.find(row);
      if (content === null) {
        await this.exports.update(id, { status: 'aborted', finishedAt: this.clock.now() });
        return null;
      }
      const change = { status: 'running' as const, attempts: row.attempts + 1 };
      await this.exports.update(id, change);
      return { row: { ...row, ...change }, content };
    });
  }

  /**
   * Makes a file the one that counts.
   *
   * @returns the file that it replaces, if any; `file` itself when the turn is void, so that it has to be removed
   */
  async finish({ row, content }: ExportTurn, file: PackedFile): Promise<string | null> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const { id } = row;
      const current = await this.exports.lock(id);
      const isVoid = current?.status !== 'running' || current.attempts !== row.attempts;
      if (isVoid || (await this.isErasing(row))) return file.fileName;
      const sealedKey = await this.keys.encryptFor(
        content.keyHolder,
        file.key.toString('base64'),
        associatedDataOfKey(id),
      );
      if (sealedKey === null) return file.fileName;
      const now = this.clock.now();
      const again = file.missing.length === 0 ? null : nextLookAtClerk(row.requestedAt, now);
      await this.exports.update(id, {
        sealedKey,
        fileName: file.fileName,
        bytes: String(file.bytes),
        sha256: file.sha256,
        missing: [...file.missing],
        problem: null,
        ...(again === null
          ? {
              status: 'ready',
              waitingFor: null,
              finishedAt: now,
              expiresAt: new Date(now.getTime() + KEPT_MS),
            }
          : { waitingFor: file.missing.join(', ') }),
      });
      if (again !== null) await this.lookAgain(id, again);
      else await this.answer(row, file.missing);
      return current.fileName;
    });
  }

  /** The part without Clerk is there already and Clerk still silent: later, or without it. */
  async keepWaiting({ row }: ExportTurn): Promise<void> {
    await this.unitOfWork.run(PRIVACY, async () => {
      const current = await this.exports.lock(row.id);
      if (current?.status !== 'running' || current.attempts !== row.attempts) return;
      const now = this.clock.now();
      const again = nextLookAtClerk(row.requestedAt, now);
      if (again !== null) {
        await this.lookAgain(row.id, again);
        return;
      }
      const expiresAt = new Date(now.getTime() + KEPT_MS);
      await this.exports.update(row.id, { status: 'ready', waitingFor: null, finishedAt: now, expiresAt });
      await this.answer(row, row.missing);
    });
  }

  /** Writes a failed try down; there is another one, until there were too many. @returns whether there is */
  async fail({ row }: ExportTurn, error: unknown): Promise<boolean> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const current = await this.exports.lock(row.id);
      if (current?.status !== 'running' || current.attempts !== row.attempts) return true;
      const failures = current.failures + 1;
      const problem = exportProblemOf(error);
      const now = this.clock.now();
      if (failures < MAX_FAILURES) {
        await this.exports.update(row.id, { failures, problem });
        await this.lookAgain(row.id, new Date(now.getTime() + pauseAfterFailure(failures)));
        return true;
      }
      await this.exports.update(row.id, { status: 'failed', failures, problem, finishedAt: now });
      await this.record(row, 'privacy.export_failed', { exportId: row.id, problem });
      return false;
    });
  }

  /** The key of an export's file; null when it is gone, with its person or with its time. */
  async keyOf({ id, sealedKey }: PrivacyExport): Promise<Buffer | null> {
    if (sealedKey === null) return null;
    const key = await this.unitOfWork.run(PRIVACY, () =>
      this.keys.decrypt(sealedKey, associatedDataOfKey(id)),
    );
    return key === null ? null : Buffer.from(key, 'base64');
  }

  /** A whole export answers every earlier request for it; one without a part leaves compliance staff to see to it. */
  private async answer(row: PrivacyExport, missing: readonly string[]): Promise<void> {
    const { id, userId, requestedAt } = row;
    await this.record(row, 'privacy.export_ready', { exportId: id, missing });
    if (missing.length > 0 || userId === null) return;
    const now = this.clock.now();
    const earlier = await this.requests.listOpen('access', userId, requestedAt);
    const unfinished = await this.exports.listUnfinished(earlier.map((request) => request.id));
    const open = new Set(unfinished.map((each) => each.id));
    const answered = earlier.filter((request) => !open.has(request.id)).map((request) => request.id);
    await this.requests.close([id, ...answered], now);
  }

  private async isErasing({ userId }: PrivacyExport): Promise<boolean> {
    return userId !== null && this.erasures.isErasing(userId);
  }

  private async lookAgain(id: string, startAfter: Date): Promise<void> {
    await this.jobs.enqueue(packExportJob, { exportId: id }, { startAfter });
  }

  private async record(
    { userId, organizationId }: PrivacyExport,
    action: 'privacy.export_ready' | 'privacy.export_failed',
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor: PRIVACY_ACTOR,
      action,
      scope: { organizationId },
      target:
        userId === null ? { kind: 'organization', id: organizationId ?? '' } : { kind: 'user', id: userId },
      change,
    });
  }
}

function associatedDataOfKey(id: string): string {
  return `privacy_exports/${id}/key`;
}
