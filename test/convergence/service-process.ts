import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';

const MAIN = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));

/** The built service as a process of its own, which can be killed as a machine kills it, and started again. */
export class ServiceProcess {
  private child: ChildProcess | undefined;

  private constructor(
    readonly url: string,
    private readonly variables: Record<string, string>,
  ) {}

  /** @param variables all settings but the port */
  static async prepare(variables: Record<string, string>): Promise<ServiceProcess> {
    const port = await freePort();
    return new ServiceProcess(`http://127.0.0.1:${port}`, {
      ...variables,
      PORT: String(port),
      HOST: '127.0.0.1',
    });
  }

  /** Resolves when it is ready to serve. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'] ?? '', ...this.variables },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    for (;;) {
      if (child.exitCode !== null)
        throw new Error(`the service ended with ${child.exitCode} while it started: ${said}`);
      const ready = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      await ready?.arrayBuffer();
      if (ready?.ok) return;
      await sleep(25);
    }
  }

  /** As `kill -9`: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Resolves with its exit code; null when it did not run or was killed. */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }
}
