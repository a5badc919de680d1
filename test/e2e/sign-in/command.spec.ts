import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandProcess } from '../../support/command-process.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { variablesOf } from '../../support/service-variables.js';

const OWNER = 'owner@tenantry.test';
const OLIVIA = 'olivia@harbour.test';

describe('tenantry sign-in-policy', () => {
  let world: DemoWorld;
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-sign-in-'));

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world.close();
  });

  const run = (...words: string[]) =>
    new CommandProcess({ ...variablesOf(world), TENANTRY_LOCAL_DIR: folder }, [
      'sign-in-policy',
      ...words,
    ]).ended();
  const shutOut = { secondFactorRequired: true };

  it('lifts the platform’s for whoever is shut out, and says so in the log', async () => {
    await world
      .as(OWNER, { fva: [0, 0] })
      .put('/api/v1/platform/sign-in-policy', shutOut)
      .expect(200);
    await world
      .as(OWNER, { fva: [0, -1] })
      .get('/api/v1/users')
      .expect(403);
    const shown = await run('show');
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toContain('second factor     required');
    const lifted = await run('reset', '--json');
    expect(lifted).toMatchObject({ code: 0 });
    expect(JSON.parse(lifted.stdout)).toMatchObject({ secondFactorRequired: false, isDefault: false });
    await world
      .as(OWNER, { fva: [0, -1] })
      .get('/api/v1/users')
      .expect(200);
    const [row] = await world.database.query<{ actor_id: string }>(
      `select actor_id from audit_events where action = 'sign_in_policy.changed' order by id desc limit 1`,
    );
    expect(row?.actor_id).toBe('cli');
  });

  it('lifts that of one organization', async () => {
    const policy = `/api/v1/organizations/${world.harbour.id}/sign-in-policy`;
    await world
      .as(OLIVIA, { fva: [0, 0] })
      .put(policy, shutOut)
      .expect(200);
    await world
      .as(OLIVIA, { fva: [0, -1] })
      .get(policy)
      .expect(403);
    expect(await run('reset', '--organization', world.harbour.id)).toMatchObject({ code: 0 });
    const { body } = await world
      .as(OLIVIA, { fva: [0, -1] })
      .get(policy)
      .expect(200);
    expect(body).toMatchObject({ isDefault: true, secondFactorRequired: false });
  });

  it('refuses what is no organization', async () => {
    const { code, stderr } = await run('reset', '--organization', 'harbour');
    expect(code).not.toBe(0);
    expect(stderr).toContain('no id of an organization');
  });
});
