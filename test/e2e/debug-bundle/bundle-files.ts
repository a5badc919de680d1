import { readFileSync } from 'node:fs';
import { unzip } from '../privacy/export-archive.js';

/** Every file that a bundle has, in their order. */
export const BUNDLE_FILES = [
  'README.md',
  'versions.json',
  'settings.json',
  'doctor.json',
  'migrations.json',
  'queues.json',
  'running-statements.json',
  'health.json',
  'schedule.json',
  'drift.json',
  'errors.json',
  'statements.json',
  'metrics.txt',
];

/** The texts of a bundle by the names of its files. */
export class BundleFiles {
  private constructor(private readonly texts: ReadonlyMap<string, string>) {}

  static async of(archive: Buffer): Promise<BundleFiles> {
    const files = await unzip(archive);
    const folder = 'tenantry-debug-bundle/';
    return new BundleFiles(
      new Map([...files].map(([name, bytes]) => [name.replace(folder, ''), bytes.toString('utf8')])),
    );
  }

  static read(path: string): Promise<BundleFiles> {
    return BundleFiles.of(readFileSync(path));
  }

  get names(): string[] {
    return [...this.texts.keys()];
  }

  text(name: string): string {
    const text = this.texts.get(name);
    if (text === undefined) throw new Error(`the bundle has no ${name}, only ${this.names.join(', ')}`);
    return text;
  }

  json(name: string): unknown {
    return JSON.parse(this.text(name));
  }

  /** Names of the files in which any of these stands. */
  holding(...marks: readonly string[]): string[] {
    return [...this.texts]
      .filter(([, text]) => marks.some((mark) => text.includes(mark)))
      .map(([name]) => name);
  }
}
