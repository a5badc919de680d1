import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { actorOf, type Caller } from '#auth';
import type { OrganizationScope, PlatformScope } from '#libs/database';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { AuditLog } from '../audit-log.js';
import { AuditCheckpoint } from '../chain/audit-checkpoint.entity.js';
import { AuditHead } from '../chain/audit-head.js';
import { originOfChain } from '../chain/audit-row.js';
import { AuditSearchService } from './audit-search.service.js';
import type { AuditFilter } from './audit-search.store.js';
import { CSV_HEADER, csvRow, lineOf, ndjsonLine } from './export-lines.js';

type ExportScope = OrganizationScope | PlatformScope;

const BATCH = 1_000;

/** Hands out the log as it was sealed when the export began, line by line and as fast as it is taken. */
@Injectable()
export class AuditExportService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly head: AuditHead,
    private readonly search: AuditSearchService,
    private readonly clock: Clock,
  ) {}

  /** Writes down that an export is taken, and by whom, before the first line leaves. */
  async begin(
    scope: ExportScope,
    caller: Caller,
    filter: AuditFilter,
    format: 'ndjson' | 'csv',
  ): Promise<AsyncIterable<string>> {
    const state = await this.unitOfWork.run(scope, async () => {
      await this.audit.record({
        actor: actorOf(caller),
        action: 'audit.exported',
        ...(scope.kind === 'organization' && { scope }),
        change: {
          format,
          filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)),
        },
      });
      return this.head.state();
    });
    const until = Number(state.sequence);
    if (format === 'csv') return this.csv(scope, filter, until);
    const isComplete = scope.kind === 'platform' && Object.values(filter).every((value) => value === null);
    const head = { type: 'head', sequence: until, hash: state.hash.toString('hex') };
    return this.ndjson(scope, filter, { origin: originOfChain(state.chainId), isComplete, until, head });
  }

  private async *csv(scope: ExportScope, filter: AuditFilter, until: number): AsyncGenerator<string> {
    yield CSV_HEADER;
    for await (const rows of this.batches(scope, filter, until)) yield rows.map(csvRow).join('');
  }

  /** First the log's name, then its checkpoints, its rows and its end. */
  private async *ndjson(
    scope: ExportScope,
    filter: AuditFilter,
    log: { origin: string; isComplete: boolean; until: number; head: object },
  ): AsyncGenerator<string> {
    const exportedAt = this.clock.now().toISOString();
    yield lineOf({ type: 'log', origin: log.origin, complete: log.isComplete, exportedAt });
    if (log.isComplete) yield* this.checkpoints(scope, log.until);
    for await (const rows of this.batches(scope, filter, log.until)) yield rows.map(ndjsonLine).join('');
    yield lineOf(log.head);
  }

  private async *checkpoints(scope: ExportScope, until: number): AsyncGenerator<string> {
    for (let after = '0'; ;) {
      const batch = await this.unitOfWork.run(scope, () =>
        this.unitOfWork
          .manager()
          .getRepository(AuditCheckpoint)
          .find({
            where: { sequence: MoreThan(after) },
            order: { sequence: 'ASC' },
            take: BATCH,
          }),
      );
      const wanted = batch.filter(({ sequence }) => Number(sequence) <= until);
      yield wanted.map(({ note }) => lineOf({ type: 'checkpoint', note })).join('');
      const last = wanted.at(-1);
      if (last === undefined || wanted.length < BATCH) return;
      after = last.sequence;
    }
  }

  private async *batches(scope: ExportScope, filter: AuditFilter, until: number) {
    for (let after = 0; ;) {
      const rows = await this.search.listSealed(scope, filter, { after, until, limit: BATCH });
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
      after = Number(rows.at(-1)?.row.sequence);
    }
  }
}
