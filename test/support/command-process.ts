import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/bundle/tenantry.js', import.meta.url));

/** The operator's command line as a process of its own, which can be killed as a machine kills it. */
export class CommandProcess {
  private readonly child: ChildProcess;
  private stdout = '';
  private stderr = '';

  /** @param input what it reads on standard input */
  constructor(variables: Record<string, string>, words: readonly string[], input?: string) {
    const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
    this.child = spawn(process.execPath, [MAIN, ...words], {
      env: { PATH, NODE_COMPILE_CACHE, ...variables },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    this.child.stdin?.end(input);
    this.child.stdout?.on('data', (text) => (this.stdout += String(text)));
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
  }

  /** Resolves with what it printed; `code` is null when it was killed. */
  async ended(): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const [code] = (await once(this.child, 'close')) as [number | null];
    return { code, stdout: this.stdout, stderr: this.stderr };
  }

  /** What it has printed on stderr until now. */
  get complaints(): string {
    return this.stderr;
  }

  /** As `kill -9`: nothing is finished, nothing is said. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}
