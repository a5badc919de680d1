import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findPromtool, withPromtool } from '../support/promtool.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const DOCS = resolve(import.meta.dirname, '../../docs');
const FOLDER = join(DOCS, 'dashboards');
const promtool = findPromtool();

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const rules = (parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const dashboard = JSON.parse(read('grafana.json')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};
const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

/** Names of figures; the parts of a histogram count as the histogram. */
function figuresIn(expression: string): string[] {
  const names = expression.match(/\b(?:tenantry|process|nodejs)_\w+/g) ?? [];
  return names.map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
}

withPromtool(describe, promtool)('the alerts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-rules-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function run(words: readonly string[], cwd = FOLDER): { code: number | null; text: string } {
    const { status, stdout, stderr } = spawnSync(promtool!, words, {
      cwd,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { code: status, text: stdout + stderr };
  }

  it('are rules that Prometheus loads', () => {
    expect(run(['check', 'rules', 'alerts.yaml'])).toEqual({
      code: 0,
      text: expect.stringContaining(`SUCCESS: ${String(rules.length)} rules found`),
    });
  });

  it('go off in the state that each is for, and never on a service that is well', () => {
    expect(run(['test', 'rules', 'alerts.test.yaml'])).toEqual({
      code: 0,
      text: expect.stringContaining('SUCCESS'),
    });
  });

  it.each(rules.map(({ alert }) => alert))('would be missed: %s', (alert) => {
    const rest = parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] };
    for (const group of rest.groups) group.rules = group.rules.filter((rule) => rule.alert !== alert);
    writeFileSync(join(folder, 'alerts.yaml'), JSON.stringify(rest));
    writeFileSync(join(folder, 'alerts.test.yaml'), read('alerts.test.yaml'));
    expect(run(['test', 'rules', 'alerts.test.yaml'], folder).code).toBe(1);
  });

  it('and the dashboard ask in a language that Prometheus reads', () => {
    const asRules = { groups: [{ name: 'panels', rules: queries.map(asRule) }] };
    writeFileSync(join(folder, 'panels.yaml'), JSON.stringify(asRules));
    expect(run(['check', 'rules', 'panels.yaml'], folder)).toEqual({
      code: 0,
      text: expect.stringContaining('SUCCESS'),
    });
  });

  function asRule(expression: string, at: number): { record: string; expr: string } {
    return { record: `panel:${String(at)}`, expr: expression.replaceAll('$__rate_interval', '5m') };
  }
});

describe('what the alerts and the dashboard name', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp({ variables: () => ({ METRICS_TOKEN: 'm'.repeat(40) }) });
  });
  afterAll(() => world.close());

  it('are figures that a running service tells', async () => {
    const answer = await fetch(`${world.url}/metrics`, {
      headers: { authorization: `Bearer ${'m'.repeat(40)}` },
    });
    const told = new Set([...(await answer.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const named = new Set([...rules.map(({ expr }) => expr), ...queries].flatMap(figuresIn));
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter((name) => !told.has(name))).toEqual([]);
  });

  it('is a section of the runbook, for each alert', () => {
    const headings = [...readFileSync(join(DOCS, 'runbook.md'), 'utf8').matchAll(/^## (.+)$/gm)].map(
      ([, heading]) =>
        `runbook.md#${heading!
          .toLowerCase()
          .replaceAll(' ', '-')
          .replaceAll(/[^\w-]/g, '')}`,
    );
    expect(rules.length).toBeGreaterThan(15);
    const lost = rules.filter(({ annotations }) => !headings.includes(annotations.runbook_url));
    expect(lost.map(({ alert }) => alert)).toEqual([]);
  });
});

describe('a spec of the alerts', () => {
  it('is left out without promtool, unless it is required', () => {
    const block = { skip: 'left out' };
    expect(withPromtool(block, undefined, {})).toBe(block.skip);
    expect(withPromtool(block, '/usr/bin/promtool', {})).toBe(block);
    expect(() => withPromtool(block, undefined, { REQUIRE_PROMTOOL: 'true' })).toThrow('install prometheus');
  });
});
