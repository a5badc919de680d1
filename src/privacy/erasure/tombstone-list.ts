import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Environment } from '#settings';
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

/** The list of erasures outside the database, so that a restored backup, which knows nothing of them, is found out. */
@Injectable()
export class TombstoneList {
  constructor(private readonly environment: Environment) {}

  /** Adds a line and waits until it lies on the disk. */
  async add(tombstone: Tombstone | OrganizationTombstone): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(this.path, 'a+', 0o600);
    try {
      // A line that was cut off, by a full disk or a lost machine, must not swallow this one.
      const start = (await endsInMidLine(file)) ? '\n' : '';
      await file.appendFile(`${start}${JSON.stringify(tombstone)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
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
