import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import {
  type Checkpoint,
  frontierOf,
  genesisHash,
  MerkleFrontier,
  openCheckpoint,
  rowHash,
  signCheckpoint,
} from '#libs/audit-chain';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { AuditChainState } from './audit-chain-state.entity.js';
import { AuditCheckpoint } from './audit-checkpoint.entity.js';
import { AuditHead } from './audit-head.js';
import { originOfChain, sealedRowOf } from './audit-row.js';
import { AuditRowsStore } from './audit-rows.store.js';
import { CheckpointFiles } from './checkpoint-files.js';
import { AUDIT } from '../audit.scope.js';
import { signingKeysOf, trustedKeysOf } from '../signing-keys.js';

/** What is sealed does not continue what was signed: nothing more is signed until somebody has looked into it. */
export class AuditHistoryError extends Error {
  override readonly name = 'AuditHistoryError';
}

const ROWS_PER_CHECKPOINT = 1_000;
const EVERY_MS = 60_000;

/**
 * Signs the log as it grows. Each checkpoint is computed from the signed one before it and the rows since, never from
 * the database's own idea of its history, so that no two of them can contradict each other.
 */
@Injectable()
export class AuditCheckpoints {
  private readonly files: CheckpointFiles;
  private readonly publicKeys: readonly KeyObject[];
  /** A start signs at once, since what was sealed before the last stop may be unsigned. */
  private signedAt = Number.NEGATIVE_INFINITY;
  private knownSize = 0;

  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: AuditRowsStore,
    private readonly head: AuditHead,
    private readonly clock: Clock,
  ) {
    this.files = new CheckpointFiles(environment.dataDir);
    this.publicKeys = trustedKeysOf(environment);
  }

  /**
   * Signs what is sealed and not signed yet: at the first call, then once 1 000 rows or a minute have passed; `now` does
   * not wait.
   *
   * @returns how many rows are signed
   * @throws AuditHistoryError when the rows do not continue the last checkpoint
   */
  async signDue(options: { now?: boolean } = {}): Promise<number> {
    const sealed = await this.unitOfWork.run(AUDIT, () => this.head.current());
    const isDue =
      sealed.sequence - this.knownSize >= ROWS_PER_CHECKPOINT ||
      sealed.sequence < this.knownSize ||
      (sealed.sequence > this.knownSize && performance.now() - this.signedAt >= EVERY_MS);
    if (!isDue && options.now !== true) return this.knownSize;
    for (let isLeading = true; isLeading;) {
      isLeading = await this.unitOfWork.run(AUDIT, () => this.signNext());
    }
    this.signedAt = performance.now();
    return this.knownSize;
  }

  /** The signed checkpoint before a row, with its files and its copy in the database brought together. */
  async latest(state: AuditChainState): Promise<Checkpoint | undefined> {
    const origin = originOfChain(state.chainId);
    const note = await this.files.latest();
    let last = note === undefined ? undefined : this.open(note, origin);
    const copies = await this.checkpoints().find({
      where: { sequence: MoreThan(String(last?.size ?? 0)) },
      order: { sequence: 'ASC' },
    });
    for (const copy of copies) {
      const next = this.open(copy.note, origin);
      await this.files.write(next.size, copy.note, await this.leavesBetween(last, next));
      last = next;
    }
    if (copies.length === 0 && note !== undefined && last !== undefined) {
      await this.keepCopy(last, note);
    }
    return last;
  }

  /** @returns whether there is more to sign */
  private async signNext(): Promise<boolean> {
    if ((await this.rows.tryToLead()) === null) return false;
    const state = await this.head.state();
    const last = await this.latest(state);
    this.knownSize = last?.size ?? 0;
    if (Number(state.sequence) < this.knownSize) {
      throw new AuditHistoryError(`the log has ${state.sequence} rows, and ${this.knownSize} are signed`);
    }
    if (Number(state.sequence) === this.knownSize) return false;
    await this.sign(originOfChain(state.chainId), last);
    return Number(state.sequence) > this.knownSize;
  }

  private async sign(origin: string, last: Checkpoint | undefined): Promise<void> {
    const tree = last === undefined ? new MerkleFrontier() : frontierOf(last);
    const leaves: Buffer[] = [];
    let previous = last?.head ?? genesisHash(origin);
    for (const row of await this.rows.listSealed(tree.size, ROWS_PER_CHECKPOINT)) {
      const { sequence, previousHash, hash, content } = sealedRowOf(row);
      const isNext = sequence === tree.size + 1 && previousHash.equals(previous);
      if (!isNext || !hash.equals(rowHash(origin, sequence, previousHash, content))) {
        throw new AuditHistoryError(`row ${sequence} does not continue what was signed`);
      }
      tree.append(hash);
      leaves.push(hash);
      previous = hash;
    }
    if (leaves.length === 0) throw new AuditHistoryError(`row ${tree.size + 1} is not there`);
    const checkpoint: Checkpoint = {
      origin,
      size: tree.size,
      root: tree.root(),
      head: previous,
      frontier: tree.hashes,
      time: this.clock.now().toISOString(),
      droppedBefore: null,
    };
    const note = signCheckpoint(checkpoint, signingKeysOf(this.environment));
    await this.files.write(checkpoint.size, note, leaves);
    await this.keepCopy(checkpoint, note);
    this.knownSize = checkpoint.size;
  }

  /** The hashes that a checkpoint added, where the rows that are there are those which it signs; none otherwise. */
  private async leavesBetween(before: Checkpoint | undefined, after: Checkpoint): Promise<Buffer[]> {
    const tree = before === undefined ? new MerkleFrontier() : frontierOf(before);
    const rows = await this.rows.listSealed(tree.size, after.size - tree.size);
    const leaves = rows.map((row) => sealedRowOf(row).hash);
    for (const leaf of leaves) tree.append(leaf);
    return tree.size === after.size && tree.root().equals(after.root) ? leaves : [];
  }

  private async keepCopy({ size }: Checkpoint, note: string): Promise<void> {
    const row = { sequence: String(size), note, isBoundary: false };
    await this.checkpoints().createQueryBuilder().insert().values(row).orIgnore().execute();
  }

  private open(note: string, origin: string): Checkpoint {
    const checkpoint = openCheckpoint(note, origin, this.publicKeys);
    if (checkpoint === undefined) {
      throw new AuditHistoryError('the last checkpoint is of another log, of another key, or was changed');
    }
    return checkpoint;
  }

  private checkpoints() {
    return this.unitOfWork.manager().getRepository(AuditCheckpoint);
  }
}
