import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { CLERK, LOG_RECEIVER, type Recipient } from '../registry/recipients.js';
import { archiveOf } from './archive.js';
import type { Chapter } from './chapter.js';
import type { ClerkChapter } from './clerk-chapters.js';
import { ExportContentsService } from './export-contents.service.js';
import { ExportFiles } from './export-files.js';
import { ExportRunsService, type ExportTurn, type PackedFile } from './export-runs.service.js';
import { RowReaderService } from './row-reader.service.js';
import { RowSpool } from './row-spool.js';

/** Whose part may be missing for a while. */
const OUTSIDE = 'Clerk';

/**
 * Packs an export into one encrypted archive, row by row: memory does not grow with the rows. Killed anywhere it begins
 * again; what it left is swept. While Clerk cannot be asked, the part that is here is packed and can be had.
 */
@Injectable()
export class ExportPackerService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: ExportRunsService,
    private readonly contents: ExportContentsService,
    private readonly rows: RowReaderService,
    private readonly files: ExportFiles,
    private readonly environment: Environment,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  /** May be repeated, and at the same time: only the last turn counts. */
  async pack(id: string): Promise<void> {
    const turn = await this.runs.begin(id);
    if (turn === null) return;
    try {
      await this.carryOut(turn);
    } catch (error) {
      const isTriedAgain = await this.runs.fail(turn, error);
      const fields = { err: error, exportId: id, attempt: turn.row.attempts };
      if (isTriedAgain) this.logger.warn(fields, 'an export could not be packed and is tried again');
      else this.logger.error(fields, 'an export was given up');
    }
  }

  private async carryOut(turn: ExportTurn): Promise<void> {
    const atClerk = await this.contents.askClerk(turn.content);
    if (atClerk === null && turn.row.fileName !== null) {
      await this.runs.keepWaiting(turn);
      return;
    }
    const file = await this.write(turn, atClerk);
    const superseded = await this.runs.finish(turn, file);
    if (superseded !== null) await this.files.remove(superseded);
  }

  private async write({ row, content }: ExportTurn, atClerk: ClerkChapter[] | null): Promise<PackedFile> {
    const fileName = `${row.id}.${String(row.attempts)}.zip.enc`;
    const key = randomBytes(32);
    const spool = new RowSpool(await this.files.spoolPathOf(fileName));
    const writer = await this.files.create(fileName, key);
    const missing = atClerk === null ? [OUTSIDE] : [];
    try {
      const chapters = await this.unitOfWork.run(content.scope, async () => {
        const read: Chapter[] = [];
        for (const plan of content.plans)
          read.push(await spool.keep(plan.head, (take) => this.rows.read(plan, take)));
        return read;
      });
      for (const { head, rows } of atClerk ?? []) chapters.push(await spool.keep(head, (take) => take(rows)));
      const facts = {
        subject: content.subject,
        madeAt: this.clock.now(),
        recipients: recipientsOf(this.environment),
        missing,
      };
      for await (const piece of archiveOf(chapters, facts)) await writer.write(piece);
      return { fileName, key, missing, ...(await writer.finish()) };
    } catch (error) {
      await writer.discard();
      throw error;
    } finally {
      await spool.clear();
    }
  }
}

function recipientsOf({ auditPush }: Environment): Recipient[] {
  return auditPush === undefined ? [CLERK] : [CLERK, LOG_RECEIVER];
}
