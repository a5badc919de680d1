import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { variablesOf } from '../../support/service-variables.js';
import { TcpProxy } from '../../support/tcp-proxy.js';

const ROOT = resolve(import.meta.dirname, '../../..');
export const FRESH = { fva: [0, -1] };
const METRICS_TOKEN = 'm'.repeat(40);

/** The commands of each section that are run, by its heading. */
export const sections: ReadonlyMap<string, string> = new Map(
  readFileSync(resolve(ROOT, 'docs/runbook.md'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => {
      const blocks = [...section.matchAll(/<!-- run -->\n\n```bash\n([\s\S]*?)```/g)];
      return [section.slice(0, section.indexOf('\n')), blocks.map(([, block]) => block).join('')];
    }),
);

/** The runbook beside a service, which a test brings into a state and out of it again. */
export class DrivenRunbook {
  /** Headings whose commands were run. */
  readonly run = new Set<string>();
  /** What a test has to take back, first thing last. */
  readonly mend: (() => unknown)[] = [];

  private constructor(
    readonly world: DemoWorld,
    /** Between the service and its database. */
    readonly proxy: TcpProxy,
    private readonly folder: string,
    readonly breakGlassKey: string,
  ) {}

  static async start(): Promise<DrivenRunbook> {
    const folder = mkdtempSync(join(tmpdir(), 'tenantry-runbook-'));
    const breakGlassKey = join(folder, 'break-glass.pem');
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(breakGlassKey, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const proxy = await TcpProxy.start();
    const world = await startDemoWorld({
      variables: (_, database) => {
        proxy.aimAt(database.url);
        return {
          DATABASE_URL: proxy.inPlaceOf(database.url),
          METRICS_TOKEN,
          CLERK_BREAKER_COOLDOWN_SECONDS: '30',
          BREAK_GLASS_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        };
      },
    });
    return new DrivenRunbook(world, proxy, folder, breakGlassKey);
  }

  async takeBack(): Promise<void> {
    for (const step of this.mend.splice(0).reverse()) await step();
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.proxy.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs the commands of a section as whoever reads it would; the last one's exit code counts. */
  readonly runSection = async (
    heading: string,
    variables: Readonly<Record<string, string>> = {},
    email = 'owner@tenantry.test',
  ): Promise<{ code: number | null; text: string }> => {
    const { world } = this;
    const commands = sections.get(heading);
    if (commands === undefined || commands === '')
      throw new Error(`there is nothing to run under ${heading}`);
    this.run.add(heading);
    const child = spawn('bash', ['-c', commands], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        ...variablesOf(world),
        API: world.url,
        METRICS_TOKEN,
        TOKEN: world.clerk.control.tokens({ email, claims: FRESH }).jwt,
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, text };
  };

  /** What the service tells Prometheus. */
  readonly metrics = async (): Promise<string> => {
    const answer = await fetch(`${this.world.url}/metrics`, {
      headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    });
    return answer.text();
  };

  /** Removes the bundle that a section's commands have left in the project's folder. */
  readonly removeBundle = (): void => {
    rmSync(resolve(ROOT, 'debug-bundle.zip'));
  };
}
