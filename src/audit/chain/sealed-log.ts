import { Injectable } from '@nestjs/common';
import { type AuditContent, sealedRowOf } from './audit-row.js';
import { AuditRowsStore } from './audit-rows.store.js';

/** One row of the log with its position in the chain; what is personal in it is ciphertext. */
export interface SealedEntry extends AuditContent {
  readonly sequence: number;
}

/** The log in the order of its chain, for those who follow it. */
@Injectable()
export class SealedLog {
  constructor(private readonly rows: AuditRowsStore) {}

  /**
   * The rows behind a position, oldest first; in the open transaction, of the system or the platform. Positions have no
   * gaps and are given once a row's place is final, so that nothing ever appears before a row that was read.
   */
  async listAfter(sequence: number, limit: number): Promise<SealedEntry[]> {
    const rows = await this.rows.listSealed(sequence, limit);
    return rows.map((row) => {
      const { sequence: position, content } = sealedRowOf(row);
      return { ...content, sequence: position };
    });
  }
}
