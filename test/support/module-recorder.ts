import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes down the address of every module that a process loads, once it ends. */
export class ModuleRecorder {
  /** What the process is started with. */
  readonly option: string;
  private readonly record: string;

  /** @param folder where the record and what keeps it lie */
  constructor(folder: string) {
    const recorder = join(folder, 'recorder.mjs');
    this.option = `--import=${recorder}`;
    this.record = join(folder, 'loaded.json');
    writeFileSync(
      recorder,
      `import { registerHooks } from 'node:module';
       import { writeFileSync } from 'node:fs';
       const loaded = [];
       registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
       process.on('exit', () => writeFileSync(${JSON.stringify(this.record)}, JSON.stringify(loaded)));`,
    );
  }

  /** Of the process that ended last. */
  loaded(): string[] {
    return JSON.parse(readFileSync(this.record, 'utf8')) as string[];
  }
}
