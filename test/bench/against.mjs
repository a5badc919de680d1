import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareMemory } from './compare-memory.mjs';
import { compareReconciliations } from './compare-reconciliations.mjs';
import { compareStarts } from './compare-starts.mjs';
import { load, median, printTable, thousands } from './load.mjs';

const ROOT = join(import.meta.dirname, '../..');
const AGENT = 'test/bench/build-agent.mjs';

/**
 * @typedef {{ url: string, cpu: () => Promise<number>, ask: (question: string) => Promise<any>,
 *   organizationId: string, propertyIds: string[], stop: () => Promise<void> }} Build
 * @typedef {{ section: string, name: string, requests?: (build: Build, tokens: string[]) => any[],
 *   measure?: (build: Build) => Promise<{ perSecond: number, cpu: number }> }} Case
 */

let changes = 0;
/** @type {(build: Build, index: number) => string} */
const propertyOf = (build, index) =>
  `/api/v1/organizations/${build.organizationId}/properties/${build.propertyIds[index]}`;
const asJson = (token) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

const readOf = (build, token, index) => ({
  method: 'GET',
  path: propertyOf(build, index),
  headers: { authorization: `Bearer ${token}` },
});
const changeOf = (build, token, index) => ({
  method: 'PATCH',
  path: propertyOf(build, index),
  headers: asJson(token),
  setupRequest: (request) => ({ ...request, body: JSON.stringify({ name: `Name ${(changes += 1)}` }) }),
});

/** @type {Case[]} */
const CASES = [
  {
    section: 'http',
    name: 'GET /session',
    requests: (_, tokens) =>
      tokens.map((token) => ({
        method: 'GET',
        path: '/api/v1/session',
        headers: { authorization: `Bearer ${token}` },
      })),
  },
  {
    section: 'http',
    name: 'one property',
    requests: (build, tokens) => tokens.map((token, index) => readOf(build, token, index)),
  },
  {
    section: 'http',
    name: 'POST /access/check',
    requests: (build, tokens) =>
      tokens.map((token, index) => ({
        method: 'POST',
        path: '/api/v1/access/check',
        headers: asJson(token),
        body: JSON.stringify({
          permission: 'property:members:manage',
          organizationId: build.organizationId,
          propertyId: build.propertyIds[index],
        }),
      })),
  },
  {
    section: 'apply',
    name: 'webhooks of a backlog',
    measure: (build) => build.ask('apply'),
  },
  {
    section: 'record',
    name: 'change of a property',
    requests: (build, tokens) => tokens.map((token, index) => changeOf(build, token, index)),
  },
];

/** The sections that can be compared between builds. */
export const COMPARABLE = [...new Set(CASES.map(({ section }) => section)), 'memory', 'reconcile', 'start'];

/**
 * The same requests to this build and to that of another commit, in turns: each with a PostgreSQL, a local Clerk and data
 * of its own. The other one is checked out and built in a temporary folder, which is removed at the end.
 * @param {{ commit: string, sections: string[], isQuick: boolean }} options
 */
export async function compareBuilds({ commit, sections, isQuick }) {
  // Many short rounds: what the two have in common is only what the machine does within seconds.
  const [rounds, seconds, warmUp] = isQuick ? [3, 1, 1] : [41, 1, 4];
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  const hash = git('rev-parse', '--short', `${commit}^{commit}`);
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-build-'));
  const other = join(folder, 'build');
  /** @type {Build[]} */
  const builds = [];
  const compare = async () => {
    git('worktree', 'add', '--detach', other, hash);
    await run(process.execPath, ['scripts/build.mjs'], other);
    copyFileSync(join(ROOT, AGENT), join(other, AGENT));
    const named = [
      { name: hash, directory: other },
      { name: 'this', directory: ROOT },
    ];
    if (sections.includes('start'))
      await compareStarts(named, { rounds: isQuick ? 3 : 7, env: cleanEnvironment() });
    const cases = CASES.filter(({ section }) => sections.includes(section));
    if (cases.length === 0 && !sections.includes('memory') && !sections.includes('reconcile')) return;
    for (const { directory } of named) builds.push(await startBuild(directory));
    const [before, now] = /** @type {[Build, Build]} */ (builds);
    const pair = [
      { name: hash, build: before },
      { name: 'this', build: now },
    ];
    if (sections.includes('memory'))
      await compareMemory(pair, {
        seconds: isQuick ? 30 : 600,
        requests: (build, tokens) =>
          tokens.map((token, index) => (index % 10 === 0 ? changeOf : readOf)(build, token, index)),
      });
    // The people that it adds at Clerk are no part of the rest, so it comes last.
    const last = async () => {
      if (sections.includes('reconcile')) await compareReconciliations(pair, { rounds: isQuick ? 1 : 3 });
    };
    if (cases.length === 0) return last();
    const results = new Map(cases.map((each) => [each, { before: measured(), now: measured() }]));
    const loads = [];
    for (let round = -1; round < rounds; round += 1) {
      const isWarmUp = round < 0;
      for (const [each, figures] of results) {
        // By turns the first of the two, so that a machine that gets slower or faster favours neither.
        const order = /** @type {const} */ ([
          [before, figures.before],
          [now, figures.now],
        ]);
        for (const [build, into] of round % 2 === 0 ? order : order.toReversed()) {
          const figure = await (each.measure?.(build) ?? request(build, each, isWarmUp ? warmUp : seconds));
          if (!isWarmUp) into.push(figure);
        }
      }
      if (!isWarmUp) loads.push(loadavg()[0] ?? 0);
    }
    report(results, { hash, rounds, seconds, loads });
    await last();
  };
  try {
    await Promise.race([compare(), interruption()]);
  } finally {
    await Promise.all(builds.map((build) => build.stop()));
    execFileSync('git', ['worktree', 'remove', '--force', other], { cwd: ROOT, stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Build} build @param {Case} each @param {number} seconds */
async function request(build, each, seconds) {
  return load(build, each.requests?.(build, await build.ask('tokens')) ?? [], seconds);
}

/** Rejects when somebody ends the measurement, so that what was made for it is removed. */
function interruption() {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => {
        reject(new Error('The measurement was interrupted.'));
      });
  });
}

const measured = () => /** @type {{ perSecond: number, cpu: number }[]} */ ([]);

function report(results, { hash, rounds, seconds, loads }) {
  const rows = [...results].map(([{ name }, { before, now }]) => {
    const ratios = (key) => now.map((figure, round) => figure[key] / before[round][key]);
    return [
      name,
      thousands(median(before.map(({ perSecond }) => perSecond))),
      thousands(median(now.map(({ perSecond }) => perSecond))),
      spread(ratios('perSecond')),
      Math.round(median(before.map(({ cpu }) => cpu))),
      Math.round(median(now.map(({ cpu }) => cpu))),
      spread(ratios('cpu')),
    ];
  });
  printTable(
    `This build against ${hash}: ${rounds} rounds of ${seconds} s in turns; ratios are medians of the rounds (the middle half); load of the machine ${median(loads).toFixed(1)}`,
    ['', `requests/s ${hash}`, 'this', 'ratio', `CPU us ${hash}`, 'this', 'ratio'],
    rows,
  );
}

function spread(ratios) {
  const text = (ratio) => ratio.toFixed(2);
  const sorted = [...ratios].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor(sorted.length / 4)], sorted[Math.floor((3 * sorted.length) / 4)]];
  return `${median(ratios).toFixed(3)} (${text(low)}-${text(high)})`;
}

/** @returns {Promise<Build>} */
async function startBuild(directory) {
  const child = spawn(process.execPath, [AGENT], {
    cwd: directory,
    env: cleanEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message'), gone]);
    if (child.exitCode !== null) throw new Error(`The build in ${directory} ended with ${child.exitCode}`);
    return message;
  };
  const ask = (question) => {
    child.send(question);
    return answer();
  };
  return {
    ...(await answer()),
    ask,
    cpu: () => ask('cpu'),
    stop: async () => {
      if (child.connected) child.send('stop');
      await gone;
    },
  };
}

/** npm's own variables name this folder, and the other build installs into its own. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
}

async function run(command, args, cwd) {
  const child = spawn(command, args, { cwd, env: cleanEnvironment(), stdio: ['ignore', 2, 2] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} of the other build ended with ${code}`);
}
