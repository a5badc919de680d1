import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Environment } from '#settings';
import { FileStore } from '#libs/file-store';
import { errorCode } from '../error-code.js';

/** One erasure of a person, by a keyed hash of whom it was about; the key lies in the database. */
export interface Tombstone {
  readonly erasureId: string;
  readonly personHash: string;
  readonly requestedAt: string;
  readonly dueAt: string;
}

/** The same for an organization. */
export interface OrganizationTombstone {
  readonly erasureId: string;
  readonly organizationHash: string;
  readonly requestedAt: string;
}

const FOLDER = 'erasures';
/** Whoever wrote to the store may commit later than somebody who wrote after them. */
const OVERLAP_MS = 300_000;

/**
 * The list of erasures outside the database, so that a restored backup, which knows nothing of them, is found out: a file
 * in the data folder of each process that serves. A copy in the store, a file for each erasure, is what the folders of
 * the other processes are completed from.
 */
@Injectable()
export class TombstoneList {
  private completedUntil: Date | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly store: FileStore,
  ) {}

  /** Adds a line, here and for the other processes, and waits until it lies on this disk. */
  async add(tombstone: Tombstone | OrganizationTombstone): Promise<void> {
    // The disk first: what a restore must not take away is there before anything relies on it.
    await this.write([tombstone]);
    await this.store.put(FOLDER, tombstone.erasureId, Buffer.from(JSON.stringify(tombstone)));
  }

  /**
   * Takes over what other processes have listed, and lists for them what only this folder has: from before there was a
   * store, or from after the backup that this database was restored from. May be repeated.
   *
   * @returns how many lines were new here
   */
  async complete(): Promise<number> {
    const since = this.completedUntil && new Date(this.completedUntil.getTime() - OVERLAP_MS);
    const stored = await this.store.list(FOLDER, since);
    if (since !== undefined && stored.length === 0) return 0;
    const own = await this.lines();
    if (since === undefined) await this.copy(own, new Set(stored.map(({ name }) => name)));
    const known = new Set(own.map(({ erasureId }) => erasureId));
    const added: (Tombstone | OrganizationTombstone)[] = [];
    let latest = this.completedUntil ?? new Date(0);
    for (const { name, changedAt } of stored) {
      if (changedAt > latest) latest = changedAt;
      if (known.has(name)) continue;
      const line = parse((await this.store.get(FOLDER, name))?.toString('utf8') ?? '');
      if (line !== null) added.push(line);
    }
    if (added.length > 0) await this.write(added);
    this.completedUntil = latest;
    return added.length;
  }

  /** Every person on it. */
  async read(): Promise<Tombstone[]> {
    return (await this.lines()).filter((line) => 'personHash' in line);
  }

  /** Every organization on it. */
  async readOrganizations(): Promise<OrganizationTombstone[]> {
    return (await this.lines()).filter((line) => 'organizationHash' in line);
  }

  get path(): string {
    return join(this.environment.dataDir, 'privacy', 'erasures.ndjson');
  }

  private async copy(
    lines: readonly (Tombstone | OrganizationTombstone)[],
    copied: ReadonlySet<string>,
  ): Promise<void> {
    for (const line of lines)
      if (!copied.has(line.erasureId))
        await this.store.put(FOLDER, line.erasureId, Buffer.from(JSON.stringify(line)));
  }

  private async write(tombstones: readonly (Tombstone | OrganizationTombstone)[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(this.path, 'a+', 0o600);
    try {
      // A line that was cut off, by a full disk or a lost machine, must not swallow this one.
      const start = (await endsInMidLine(file)) ? '\n' : '';
      const lines = tombstones.map((tombstone) => `${JSON.stringify(tombstone)}\n`);
      await file.appendFile(start + lines.join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Every line that is whole; one that was cut off belongs to a step that is not done, which writes it again. */
  private async lines(): Promise<(Tombstone | OrganizationTombstone)[]> {
    try {
      const lines = (await readFile(this.path, 'utf8')).split('\n');
      return lines.flatMap((line) => parse(line) ?? []);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

async function endsInMidLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

function parse(line: string): Tombstone | OrganizationTombstone | null {
  try {
    const value = JSON.parse(line) as Partial<Tombstone & OrganizationTombstone>;
    const hash = value.personHash ?? value.organizationHash;
    return typeof value.erasureId === 'string' && typeof hash === 'string'
      ? (value as Tombstone | OrganizationTombstone)
      : null;
  } catch {
    return null;
  }
}
