import type { KeyObject } from 'node:crypto';
import { ChainVerifier, openCheckpoints } from '#libs/audit-chain';
import { UnitOfWork } from '#libs/database';
import { AuditCheckpoint } from '../chain/audit-checkpoint.entity.js';
import { AuditHead } from '../chain/audit-head.js';
import { originOfChain, sealedRowOf } from '../chain/audit-row.js';
import { AuditRowsStore, LOG_START, type SealedUpTo } from '../chain/audit-rows.store.js';
import { CheckpointFiles } from '../chain/checkpoint-files.js';
import type { AuditReport, PassedBy } from './audit-report.js';
import { AUDIT } from '../audit.scope.js';

const BATCH = 5_000;

/**
 * Rebuilds the whole log from the database, compares it with every checkpoint in the data folder and looks for rows
 * that are in no chain. Works while the service runs; needs the public keys only.
 *
 * @param onProgress told after each batch how many of how many rows are checked
 */
export async function verifyDatabase(
  unitOfWork: UnitOfWork,
  { dataDir, publicKeys }: { dataDir: string; publicKeys: readonly KeyObject[] },
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<AuditReport> {
  const [rows, head] = [new AuditRowsStore(unitOfWork), new AuditHead(unitOfWork)];
  const state = () => unitOfWork.run(AUDIT, () => head.state());
  const { chainId } = await state();
  const origin = originOfChain(chainId);
  const files = new CheckpointFiles(dataDir);
  const copies = await unitOfWork.run(AUDIT, () =>
    unitOfWork.manager().getRepository(AuditCheckpoint).find(),
  );
  const notes = new Set([...(await files.list()), ...copies.map(({ note }) => note)]);
  const opened = openCheckpoints([...notes], origin, publicKeys);
  const checkpoints = opened.filter((checkpoint) => checkpoint !== undefined);
  const verifier = new ChainVerifier({ origin, checkpoints, leaves: (from, to) => files.leaves(from, to) });

  let last = verifier.boundary;
  let end = await state();
  for (;;) {
    const batch = await unitOfWork.run(AUDIT, () => rows.listSealed(last, BATCH));
    for (const row of batch) verifier.add(sealedRowOf(row));
    last = Number(batch.at(-1)?.sequence ?? last);
    onProgress(last, Math.max(last, Number(end.sequence)));
    if (batch.length > 0) continue;
    // Rows and head move together: whatever the head counts now was there to be read, or comes with the next batch.
    const now = await state();
    if (now.sequence === end.sequence) break;
    end = now;
  }
  const report = verifier.finish({ sequence: Number(end.sequence), hash: end.hash });
  const invalidCheckpoints = opened.length - checkpoints.length;
  const passedBy = await countPassedBy();
  const bad = report.firstBad;
  return {
    ...report,
    origin,
    isIntact: report.isIntact && invalidCheckpoints === 0 && passedBy.rows === 0,
    signedRows: Math.max(0, ...checkpoints.map(({ size }) => size)),
    invalidCheckpoints,
    firstKept: verifier.boundary + 1,
    passedBy,
    firstBad: bad && { ...bad, id: await idAt(bad.sequence) },
  };

  async function countPassedBy(): Promise<PassedBy> {
    let [count, firstId]: [number, string | null] = [0, null];
    for (let after: SealedUpTo | null = LOG_START; after !== null;) {
      const from: SealedUpTo = after;
      const stretch = await unitOfWork.run(AUDIT, () => rows.listPassedBy(from, BATCH));
      count += stretch.rows.length;
      firstId ??= stretch.rows[0]?.id ?? null;
      after = stretch.end;
      onProgress(last, last);
    }
    return { rows: count, firstId };
  }

  async function idAt(sequence: number): Promise<string | null> {
    const [row] = await unitOfWork.run(AUDIT, () => rows.listSealed(sequence - 1, 1));
    return row !== undefined && Number(row.sequence) === sequence ? row.id : null;
  }
}
