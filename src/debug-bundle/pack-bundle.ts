import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** Packs texts into a zip, all in one folder. */
export async function packBundle(
  files: readonly { readonly file: string; readonly content: string }[],
  madeAt: Date,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { file, content } of files)
    zip.addBuffer(Buffer.from(content), `tenantry-debug-bundle/${file}`, { mtime: madeAt, mode: 0o100600 });
  zip.end();
  return buffer(zip.outputStream as Readable);
}
