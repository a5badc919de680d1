import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

const project = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');
const text = read('.github/workflows/ci.yml');
const workflow = parse(text) as {
  on: { schedule: { cron: string }[]; push: object };
  permissions: Record<string, string>;
  jobs: Record<
    string,
    {
      if?: string;
      steps: Step[];
      strategy?: { 'fail-fast': boolean };
      permissions?: object;
      'timeout-minutes': number;
    }
  >;
};
const { devDependencies, scripts } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const commands = (job: string) => workflow.jobs[job]?.steps.map(({ run }) => run).join('\n') ?? '';

describe('the workflow', () => {
  it('runs what CI runs, and what the README and `npm run check` say', () => {
    expect(commands('check')).toMatch(/^npm ci$/m);
    expect(commands('check')).toMatch(/^bash \.ci\/run$/m);
    for (const command of ['npm test', 'npm run check:static'])
      expect(read('.ci/run')).toContain(`${command} ||`);
  });

  it('names scripts that are there', () => {
    const named = [...`${text}\n${read('.ci/run')}`.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(scripts).toHaveProperty([name!]);
  });

  it('pins every action by commit, says which version that is, and gives it no right but to read', () => {
    const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
    expect(uses).toHaveLength(steps.filter((step) => step.uses !== undefined).length);
    for (const action of uses) expect(action).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(workflow.jobs)) expect(job).not.toHaveProperty('permissions');
    for (const { uses: action, with: inputs } of steps)
      if (action?.startsWith('actions/checkout@')) expect(inputs).toEqual({ 'persist-credentials': false });
  });

  it('runs on the Node of package.json', () => {
    const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@'));
    expect(nodes.length).toBe(Object.keys(workflow.jobs).length);
    for (const node of nodes) expect(node.with).toMatchObject({ 'node-version-file': '.nvmrc' });
    expect(read('.nvmrc').trim()).toBe(devDependencies?.['node']);
    expect(read('Dockerfile').match(/^FROM node:(\S+)-slim/gm)).toHaveLength(2);
    for (const [, version] of read('Dockerfile').matchAll(/^FROM node:(\S+)-slim/gm))
      expect(version).toBe(devDependencies?.['node']);
  });

  it('tries the newest of each dependency once a week, all of them even when one breaks, and says which', () => {
    expect(workflow.on.schedule).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* [0-6]$/) }]);
    expect(commands('newest')).toContain('packages=$(npm run --silent newest)');
    expect(workflow.jobs['try']).toMatchObject({ needs: 'newest', strategy: { 'fail-fast': false } });
    expect(commands('try')).toContain('npm run --silent newest -- "$NAME" "$NEWEST"');
    expect(commands('try')).toContain('bash .ci/run');
    expect(commands('try')).toContain('breaks the service');
  });

  it('puts nothing of an event into a command: values go through the environment', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });
});
