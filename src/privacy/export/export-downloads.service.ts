import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { privacyErrors } from '../privacy.errors.js';
import { byteRangeOf } from './byte-range.rule.js';
import { ExportFiles } from './export-files.js';
import { ExportRunsService } from './export-runs.service.js';
import type { PrivacyExport } from '../records/privacy-export.entity.js';

/** Hands archives out: whole or from where a download broke off, always with their length, never unproven bytes. */
@Injectable()
export class ExportDownloadsService {
  constructor(
    private readonly runs: ExportRunsService,
    private readonly files: ExportFiles,
  ) {}

  /**
   * @param note writes the download down before the first byte leaves
   * @throws AppError 409 while there is nothing to hand out, 410 when it is gone, 416 for bytes that it does not have
   */
  async open(
    row: PrivacyExport,
    request: FastifyRequest,
    reply: FastifyReply,
    note: (from: number) => Promise<void>,
  ): Promise<StreamableFile> {
    const { status, fileName, bytes, sha256 } = row;
    if (status === 'expired' || status === 'aborted') throw privacyErrors.exportGone();
    // While it waits for Clerk the part that is here can be had.
    if (status === 'failed' || status === 'pending' || fileName === null || bytes === null)
      throw privacyErrors.exportNotReady();
    const key = await this.runs.keyOf(row);
    if (key === null || !(await this.files.exists(fileName))) throw privacyErrors.exportGone();
    const size = Number(bytes);
    const etag = `"${sha256 ?? ''}"`;
    const { range: wanted, 'if-range': ifRange } = request.headers;
    const isSame = ifRange === undefined || ifRange === etag;
    const range = isSame ? byteRangeOf(wanted, size) : null;
    if (range === 'none') {
      void reply.header('content-range', `bytes */${bytes}`);
      throw privacyErrors.rangeNotSatisfiable();
    }
    const { start, end } = range ?? { start: 0, end: size };
    await note(start);
    void reply.header('cache-control', 'no-store').header('accept-ranges', 'bytes').header('etag', etag);
    if (range !== null) {
      void reply.code(206).header('content-range', `bytes ${String(start)}-${String(end - 1)}/${bytes}`);
    }
    return new StreamableFile(this.files.read(fileName, key, { start, end }), {
      type: 'application/zip',
      length: end - start,
      disposition: `attachment; filename="tenantry-export-${row.requestedAt.toISOString().slice(0, 10)}.zip"`,
    });
  }
}
