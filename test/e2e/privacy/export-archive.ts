import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import request from 'supertest';
import { fromBuffer } from 'yauzl';
import type { DemoWorld } from '../../support/demo-world.js';

/** What a download answered, with the bytes as they came. */
export interface Download {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The files of an archive by name. */
export type Archive = ReadonlyMap<string, Buffer>;

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly count: number;
  readonly rows: readonly Record<string, unknown>[];
}

/** Fetches what is no JSON, as this person. */
export function download(
  world: Pick<DemoWorld, 'clerk' | 'url'>,
  email: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Download> {
  const { jwt } = world.clerk.control.tokens({ email, claims: { fva: [0, -1] } });
  return request(world.url)
    .get(path)
    .set({ ...headers, Authorization: `Bearer ${jwt}` })
    .buffer(true)
    .parse((stream, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        done(null, Buffer.concat(chunks));
      });
      stream.on('error', (error: Error) => {
        done(error, null);
      });
    });
}

export function unzip(archive: Buffer): Promise<Archive> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    fromBuffer(archive, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) {
        reject(error);
        return;
      }
      zip.on('error', reject);
      zip.on('entry', (entry: Parameters<typeof zip.openReadStream>[0]) => {
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) {
            reject(fault);
            return;
          }
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks));
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => {
        resolve(files);
      });
      zip.readEntry();
    });
  });
}

/** Every file is in the manifest with its own size and hash, and nothing else is. */
export function expectWhole(archive: Archive): void {
  const manifest = JSON.parse(textIn(archive, 'manifest.json')) as {
    files: { name: string; bytes: number; sha256: string }[];
  };
  expect(
    manifest.files
      .map(({ name }) => name)
      .concat('manifest.json')
      .sort(),
  ).toEqual([...archive.keys()].sort());
  for (const { name, bytes, sha256 } of manifest.files) {
    const content = archive.get(name) ?? Buffer.alloc(0);
    expect([name, content.length, createHash('sha256').update(content).digest('hex')]).toEqual([
      name,
      bytes,
      sha256,
    ]);
  }
}

export function textIn(archive: Archive, name: string): string {
  const file = archive.get(name);
  if (file === undefined)
    throw new Error(`the archive has no ${name}, only ${[...archive.keys()].join(', ')}`);
  return file.toString('utf8');
}

/** The tables of the master copy by name. */
export function tablesIn(archive: Archive): ReadonlyMap<string, Table> {
  const { tables } = JSON.parse(textIn(archive, 'data.json')) as { tables: Table[] };
  for (const { name, count, rows } of tables) expect([name, rows.length]).toEqual([name, count]);
  return new Map(tables.map((table) => [table.name, table]));
}
