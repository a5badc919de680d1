import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/test-app.js';

const ROOT = join(import.meta.dirname, '../../..');

/** The commands of a document's tour and what it says they print. */
function readTour(document: string): { command: string; output: string | null }[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const block = /<!-- (tour|output) -->\n\n?```\w*\n([\s\S]*?)\n?```/g;
  const steps: { command: string; output: string | null }[] = [];
  for (const [, kind, content] of text.matchAll(block)) {
    const last = steps.at(-1);
    if (kind === 'tour') steps.push({ command: content!, output: null });
    else if (last !== undefined) last.output = content!;
  }
  return steps;
}

const DOCUMENTS = [
  'README.md',
  'docs/service-accounts.md',
  'docs/groups.md',
  'docs/events.md',
  'docs/sign-in-policy.md',
  'docs/sync.md',
  'docs/privacy.md',
  'docs/accounts.md',
];
/** Starts all that it needs by itself. */
const ALONE = 'docs/your-own-clerk.md';

describe.each(DOCUMENTS)('the tour of %s', (document) => {
  let directory: string;
  let service: ChildProcess;
  let local: { apiUrl: string; clerkUrl: string };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tenantry-tour-'));
    service = spawn(process.execPath, [join(ROOT, 'dist/bundle/main.js')], {
      cwd: ROOT,
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        HOME: directory,
        TENANTRY_LOCAL_DIR: directory,
        PORT: '0',
        CLERK_EMULATOR_PORT: '0',
        LOCAL_POSTGRES_PORT: '0',
        // At a quarter of an hour the service compares its mirror with Clerk, before a reader of docs/sync.md does.
        SCHEDULER_ENABLED: 'false',
      },
    });
    const file = join(directory, 'local.json');
    const deadline = Date.now() + 60_000;
    while (!existsSync(file) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100));
    local = JSON.parse(readFileSync(file, 'utf8'));
    await until('the demo is ready', async () => {
      const me = await tell(`as mark@harbour.test $API/me | json '.organizations[0].properties.length'`);
      return me.trim() === '1';
    });
  }, 120_000);

  afterAll(async () => {
    if (service.exitCode === null) {
      const gone = new Promise((resolve) => service.once('exit', resolve));
      service.kill('SIGTERM');
      await gone;
    }
    rmSync(directory, { recursive: true, force: true });
  }, 120_000);

  const here = (command: string) =>
    command
      .replaceAll('http://127.0.0.1:3000', local.apiUrl)
      .replaceAll('http://127.0.0.1:4100', local.clerkUrl);

  async function tell(script: string): Promise<string> {
    const helpers = readTour(document)[0]!.command;
    return shell(`${here(helpers)}\n${here(script)}`, { TENANTRY_LOCAL_DIR: directory });
  }

  it('says what really happens, word for word', async () => {
    await expectSteps(document, tell);
  }, 900_000);
});

describe(`the tour of ${ALONE}`, () => {
  it('says what really happens, word for word', async () => {
    await expectSteps(ALONE, (script) => shell(script));
  }, 900_000);
});

/** @returns what the script printed; what it started ends with it */
async function shell(script: string, variables: Record<string, string> = {}): Promise<string> {
  // `test` is no environment of a service.
  const env = { ...process.env, NODE_ENV: undefined, ...variables };
  const options = { cwd: ROOT, env, timeout: 600_000 };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], options);
  return stdout;
}

async function expectSteps(document: string, tell: (script: string) => Promise<string>): Promise<void> {
  const steps = readTour(document);
  expect(steps.length).toBeGreaterThan(2);
  const script = steps.map(({ command }, index) => `echo '### ${index}'\n${command}\necho`).join('\n');
  const parts = (await tell(script)).split(/^### \d+\n/m).slice(1);
  const printed = parts.map((part) => masked(part.trim()));
  const promised = steps.map(({ output }, index) => (output === null ? printed[index] : masked(output)));
  expect(printed).toEqual(promised);
}

/** Ids and times differ from run to run; everything else must be as it is written. */
function masked(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/(user|org|orginv|ins)_[A-Za-z0-9]{27}/g, '<$1>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}
