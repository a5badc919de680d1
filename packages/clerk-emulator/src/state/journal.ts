import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { AnyTable } from './state.js';
import type { StoredObject } from './table.js';

const FLUSH_AFTER_MS = 100;
const COMPACTION_SLACK_LINES = 5_000;
const CHUNK_BYTES = 1 << 24;

type Change = [table: string, id: string, row: StoredObject | null];

/**
 * Keeps the state on disk as a log: one line holds all changes of a moment, so a line is applied whole or, when the
 * process was killed in the middle of it, not at all. At most the last {@link FLUSH_AFTER_MS} are lost. The log is
 * rewritten at start when most of it is history.
 */
export class Journal {
  private readonly pending = new Map<string, Change>();
  private readonly path: string;
  private file: number | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.path = join(folder, 'state.ndjson');
  }

  /** Fills the tables from disk and gets ready to write. */
  open(tables: readonly AnyTable[]): void {
    const byName = new Map(tables.map((table) => [table.name, table]));
    let changes = 0;
    const usableBytes = this.readLines((line) => {
      for (const [name, id, row] of JSON.parse(line) as Change[]) {
        changes += 1;
        if (row) byName.get(name)?.restore(row);
        else byName.get(name)?.delete(id);
      }
    });
    // Deletions above were reported as changes of their own; they are on disk already.
    this.pending.clear();
    const live = tables.reduce((sum, table) => sum + table.size, 0);
    if (changes > 2 * live + COMPACTION_SLACK_LINES) this.rewrite(tables);
    else if (existsSync(this.path)) truncateSync(this.path, usableBytes);
    this.file = openSync(this.path, 'a', 0o600);
  }

  /** Notes a change; it is written within a tenth of a second. */
  record(table: string, id: string, row: StoredObject | null): void {
    if (this.file === undefined) return;
    this.pending.set(`${table} ${id}`, [table, id, row]);
    this.timer ??= setTimeout(() => {
      this.flush();
    }, FLUSH_AFTER_MS);
  }

  /** Writes what is waiting. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.file === undefined || this.pending.size === 0) return;
    const line = `${JSON.stringify([...this.pending.values()])}\n`;
    this.pending.clear();
    writeWhole(this.file, line);
  }

  close(): void {
    this.flush();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private rewrite(tables: readonly AnyTable[]): void {
    const next = `${this.path}.next`;
    const file = openSync(next, 'w', 0o600);
    for (const table of tables) {
      const rows = table.all();
      for (let start = 0; start < rows.length; start += 1_000) {
        const changes = rows.slice(start, start + 1_000).map((row): Change => [table.name, row.id, row]);
        writeWhole(file, `${JSON.stringify(changes)}\n`);
      }
    }
    closeSync(file);
    renameSync(next, this.path);
  }

  /** Calls back for each whole line and returns how many bytes they take; a torn last line is left out. */
  private readLines(use: (line: string) => void): number {
    if (!existsSync(this.path)) return 0;
    const file = openSync(this.path, 'r');
    let usableBytes = 0;
    let rest: Buffer = Buffer.alloc(0);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const text = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = text.indexOf(10); end !== -1; end = text.indexOf(10, start)) {
        use(text.toString('utf8', start, end));
        usableBytes += end + 1 - start;
        start = end + 1;
      }
      rest = text.subarray(start);
    }
    closeSync(file);
    return usableBytes;
  }
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}
