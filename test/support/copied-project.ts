import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** What is looked up beside the packages' real place would be found in the original: the project's own ones are linked anew. */
const OWN_PACKAGES: Readonly<Record<string, string>> = {
  'clerk-emulator': 'packages/clerk-emulator',
  client: 'clients/typescript',
  'local-postgres': 'packages/local-postgres',
};
const NOT_COPIED = new Set(['node_modules', '.git', '.local', 'coverage']);

/** What the run of the tests and its set-up say to this process, and to no other. */
const OF_THIS_RUN = /^(VITEST|TEST_?|TENANTRY_|NODE_ENV$|NODE_OPTIONS$)/;

/** What a command of the copy said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A copy of the whole project with what was built, in which sources may be written; it uses the installed packages. */
export class CopiedProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'tenantry-copy-'));

  constructor() {
    for (const name of readdirSync(ROOT).filter((each) => !NOT_COPIED.has(each)))
      cpSync(join(ROOT, name), join(this.folder, name), {
        recursive: true,
        // The build looks at the time of each source.
        preserveTimestamps: true,
        filter: (path) => !/\/(node_modules|\.next)$/.test(path),
      });
    const [installed, modules] = [join(ROOT, 'node_modules'), join(this.folder, 'node_modules')];
    mkdirSync(modules);
    for (const name of readdirSync(installed))
      if (name !== '@tenantry' && name !== '.cache') symlinkSync(join(installed, name), join(modules, name));
    mkdirSync(join(modules, '@tenantry'));
    for (const [name, path] of Object.entries(OWN_PACKAGES))
      symlinkSync(join(this.folder, path), join(modules, '@tenantry', name));
    const types = '.cache/types.tsbuildinfo';
    mkdirSync(dirname(join(modules, types)));
    // Only what differs is checked anew.
    if (existsSync(join(installed, types))) cpSync(join(installed, types), join(modules, types));
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Starts a program of the copy on this Node, as `npm run` does. */
  start(program: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
    const inherited = Object.entries(process.env).filter(([name]) => !OF_THIS_RUN.test(name));
    return spawn(process.execPath, [this.path(program), ...args], {
      cwd: this.folder,
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs a program of the copy to its end. */
  async run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = this.start(program, args, environment);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output };
  }

  git(...args: string[]): void {
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@guest.test', ...args], {
      cwd: this.folder,
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
