import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandProcess } from '../../support/command-process.js';
import { variablesOf } from '../../support/service-variables.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const FILE = `# Rooms of the hotel
permissions:
  - key: property:pools:clean
    description: Clean pools
    roles: [property:staff]
    includes: [property:pools:read]
  - key: property:pools:read
    description: See pools
`;

describe('tenantry permissions', () => {
  let world: DemoWorld;
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-permissions-'));

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world.close();
  });

  const file = (text: string) => {
    const path = join(folder, 'permissions.yaml');
    writeFileSync(path, text);
    return path;
  };
  /** In the test's own folder, so that no `.env` of the project counts. */
  const run = (...words: string[]) =>
    new CommandProcess({ ...variablesOf(world), TENANTRY_LOCAL_DIR: folder }, [
      'permissions',
      ...words,
    ]).ended();
  const maySamClean = async () => {
    const { body } = await world.as('sam@harbour.test').post('/api/v1/access/check', {
      permission: 'property:pools:clean',
      organizationId: world.harbour.id,
      propertyId: world.harbour.seaside,
    });
    return body.allowed ?? body.code;
  };

  it('plans a file, applies the plan by its hash, and shows what is declared as a file', async () => {
    const path = file(FILE);
    const planned = await run('plan', path);
    expect([planned.code, planned.stderr]).toEqual([0, '']);
    expect(planned.stdout).toContain('add    property:pools:clean\nadd    property:pools:read\n');
    expect(planned.stdout).toContain(
      'gained property:pools:clean: 5 people in 4 places of 2 organizations\n',
    );
    const withNames = await run('plan', path, '--who');
    const sam = await world.userId('sam@harbour.test');
    expect(withNames.stdout).toContain(`       ${sam} in ${world.harbour.id}, on ${world.harbour.seaside}\n`);
    expect(await maySamClean()).toBe('unknown_permission');
    const hash = /permissions apply \S+ ([0-9a-f]{64})/.exec(planned.stdout)![1]!;
    const applied = await run('apply', path, hash);
    expect([applied.code, applied.stdout]).toEqual([0, expect.stringMatching(/^2 permissions are declared/)]);
    expect(await maySamClean()).toBe(true);
    const shown = await run('show');
    const shownAgain = await run('plan', file(shown.stdout));
    expect([shownAgain.code, shownAgain.stdout]).toEqual([0, 'Nothing would change.\n']);
    const stale = await run('apply', path, 'a'.repeat(64));
    expect([stale.code, stale.stderr]).toEqual([1, expect.stringContaining('Ask for a plan of it again.')]);
  });

  it('names every fault of a file, on a line of its own', async () => {
    const faulty = await run('plan', file(FILE.replace('key: property:pools:read', 'key: rooms read')));
    expect(faulty.code).toBe(1);
    expect(faulty.stderr).toContain('permissions[1].key must be a name without blanks');
    const unknown = await run('plan', file(FILE.replace('staff', 'chef')));
    expect(unknown.stderr).toContain('permissions[0].roles[0] there is no built-in role property:chef');
    const noYaml = await run('plan', file('permissions: [\n'));
    expect([noYaml.code, noYaml.stderr]).toEqual([1, expect.stringContaining('is not YAML')]);
    const missing = await run('plan', join(folder, 'nowhere.yaml'));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('cannot be read')]);
  });
});
