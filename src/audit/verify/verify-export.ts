import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  type ChainProblem,
  ChainVerifier,
  openCheckpoints,
  originOf,
  parseExactJson,
  rowHash,
} from '#libs/audit-chain';
import type { AuditReport } from './audit-report.js';

/** A file that is no export of the audit log as NDJSON; the message says which line. */
export class ExportFormatError extends Error {
  override readonly name = 'ExportFormatError';
}

type Line = Readonly<Record<string, unknown>>;

/**
 * Checks an NDJSON export without any database: with the public keys alone, the present one first. Only an export of the whole log can be
 * checked as a chain; in one of a part each row is checked by itself, and `isComplete` says so.
 *
 * @throws ExportFormatError
 */
export async function verifyExport(
  path: string,
  publicKeys: readonly KeyObject[],
  onProgress: (done: number) => void = () => undefined,
): Promise<AuditReport & { readonly isComplete: boolean }> {
  const { origin, isComplete, notes } = await readHeader(path);
  const opened = openCheckpoints(notes, origin, publicKeys);
  const checkpoints = opened.filter((checkpoint) => checkpoint !== undefined);
  const verifier = new ChainVerifier({ origin, checkpoints });
  const single: { sequence: number; id: string }[] = [];
  const ids = new Map<number, string>();
  let head: { sequence: number; hash: Buffer } | undefined;
  let rows = 0;
  for await (const line of linesOf(path)) {
    if (line['type'] === 'head') head = { sequence: numberOf(line['sequence']), hash: hexOf(line['hash']) };
    if (line['type'] !== 'event') continue;
    const row = rowOf(line);
    const id = String(row.content['id']);
    rows += 1;
    if (rows % 1_000 === 0) onProgress(rows);
    if (isComplete) {
      verifier.add(row);
      // The row behind a bad position is what people look for; a few thousand of them are plenty.
      ids.set(row.sequence, id);
      if (ids.size > 10_000) ids.delete(row.sequence - 10_000);
    } else if (!rowHash(origin, row.sequence, row.previousHash, row.content).equals(row.hash)) {
      single.push({ sequence: row.sequence, id });
    }
  }
  onProgress(rows);
  const report = isComplete ? verifier.finish(head) : partialReport(rows, single);
  const fault =
    report.firstBad ?? faultOfFile({ rows, hasHead: head !== undefined, isComplete, checkpoints });
  const invalidCheckpoints = opened.length - checkpoints.length;
  return {
    ...report,
    origin,
    isComplete,
    isIntact: fault === null && invalidCheckpoints === 0,
    signedRows: Math.max(0, ...checkpoints.map(({ size }) => size)),
    invalidCheckpoints,
    firstKept: verifier.boundary + 1,
    passedBy: { rows: 0, firstId: null },
    firstBad: fault && { ...fault, id: idOf(fault.sequence) },
  };

  function idOf(sequence: number): string | null {
    return ids.get(sequence) ?? single.find((row) => row.sequence === sequence)?.id ?? null;
  }
}

/** What a file alone can be guilty of: an export ends with its head, and one of the whole log brings its checkpoints. */
function faultOfFile(file: {
  rows: number;
  hasHead: boolean;
  isComplete: boolean;
  checkpoints: readonly unknown[];
}): ChainProblem | null {
  if (!file.hasHead) {
    return { kind: 'missing', sequence: file.rows + 1, detail: 'the file was cut: it has no end' };
  }
  const isUnsigned = file.isComplete && file.rows > 0 && file.checkpoints.length === 0;
  return isUnsigned ? { kind: 'checkpoint_mismatch', sequence: 1, detail: 'nothing in it is signed' } : null;
}

function partialReport(rows: number, bad: readonly { sequence: number }[]) {
  const problems = bad.map(({ sequence }) => ({
    kind: 'altered' as const,
    sequence,
    detail: 'it does not say what was sealed',
  }));
  const head = { sequence: 0, hash: '' };
  return {
    rows,
    checkpoints: 0,
    head,
    problems,
    isIntact: problems.length === 0,
    firstBad: problems[0] ?? null,
  };
}

/** The first pass: the log's name and its checkpoints, which stand before the rows. */
async function readHeader(path: string) {
  const notes: string[] = [];
  let log: Line | undefined;
  for await (const line of linesOf(path)) {
    if (line['type'] === 'log') log = line;
    else if (line['type'] === 'checkpoint') notes.push(String(line['note']));
    else break;
  }
  const origin = log?.['origin'];
  if (typeof origin !== 'string') throw new ExportFormatError('the first line does not name a log');
  return {
    origin,
    isComplete: log?.['complete'] === true,
    notes: notes.filter((note) => originOf(note) !== ''),
  };
}

async function* linesOf(path: string): AsyncGenerator<Line> {
  const input = createReadStream(path, 'utf8');
  let number = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (text === '') continue;
      yield parseLine(text, number);
    }
  } finally {
    input.destroy();
  }
}

function parseLine(text: string, number: number): Line {
  try {
    const value = parseExactJson(text);
    if (typeof value === 'object' && value !== null) return value as Line;
  } catch (error) {
    throw new ExportFormatError(`line ${number} is not JSON`, { cause: error });
  }
  throw new ExportFormatError(`line ${number} is not an object`);
}

function rowOf(line: Line) {
  const content = line['content'];
  return {
    sequence: numberOf(line['sequence']),
    previousHash: hexOf(line['previousHash']),
    hash: hexOf(line['hash']),
    content: (typeof content === 'object' && content !== null ? content : {}) as Line,
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function hexOf(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : '', 'hex');
}
