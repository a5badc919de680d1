import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { productionVariables, rsaPublicPem } from '../../../src/settings/variables.fixture.js';
import { CommandProcess } from '../../support/command-process.js';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-settings-'));
const staging: Record<string, string> = {
  ...productionVariables(),
  TENANTRY_ENV: 'staging',
  STAGING_ACCESS: 'anna@example.com,owner',
};
const production: Record<string, string> = {
  ...productionVariables(),
  DATABASE_URL: staging['DATABASE_URL']!.replace(/\/[^/]*$/, '/elsewhere'),
  CLERK_JWT_KEY: rsaPublicPem(),
  METRICS_TOKEN: 'a'.repeat(12) + 'b'.repeat(12) + 'c'.repeat(12),
};

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const settings = (variables: Record<string, string>, ...words: string[]) =>
  new CommandProcess({ ...variables, TENANTRY_LOCAL_DIR: folder }, ['settings', ...words]).ended();

async function shown(variables: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await settings(variables, 'show', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

function file(text: string): string {
  const path = join(folder, 'there.json');
  writeFileSync(path, text);
  return path;
}

describe('tenantry settings', () => {
  it('shows what is set, and neither a secret nor anybody’s address', async () => {
    const text = await shown(staging);
    const password = new URL(staging['DATABASE_URL']!).password;
    for (const secret of [
      password,
      'anna@example.com',
      staging['CLERK_SECRET_KEY']!,
      staging['TENANTRY_MASTER_KEY']!,
      staging['CLERK_WEBHOOK_SIGNING_SECRET']!,
      staging['TENANTRY_SIGNING_KEY']!.split('\n')[1]!,
    ])
      expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({
      TENANTRY_ENV: 'staging',
      STAGING_ACCESS: '2 entries',
      CLERK_SECRET_KEY: expect.stringMatching(/^[0-9a-f]{16}$/),
      METRICS_TOKEN: null,
      DATABASE_URL: expect.stringMatching(/^postgres:\/\/tenantry_app@/),
    });
  });

  it('tells where two environments differ', async () => {
    const { code, stdout, stderr } = await settings(production, 'diff', file(await shown(staging)), '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { differences, sharedSecrets } = JSON.parse(stdout);
    expect(sharedSecrets).toEqual([]);
    expect(differences.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['TENANTRY_ENV', 'STAGING_ACCESS', 'CLERK_SECRET_KEY', 'METRICS_TOKEN']),
    );
    expect(differences.map(({ name }: { name: string }) => name)).not.toContain('CLERK_AUTHORIZED_PARTIES');
    expect((await settings(staging, 'diff', file(await shown(staging)))).stdout).toContain(
      'Nothing differs.',
    );
  });

  it('ends with 1 where both have a secret in common, and for a file that is none', async () => {
    const shared = { ...production, TENANTRY_MASTER_KEY: staging['TENANTRY_MASTER_KEY']! };
    const compared = await settings(shared, 'diff', file(await shown(staging)));
    expect(compared.code).toBe(1);
    expect(compared.stderr).toContain('Both have the same TENANTRY_MASTER_KEY: give each environment');
    for (const text of ['hello', '[]', '{"A": 1}'])
      expect(await settings(staging, 'diff', file(text))).toMatchObject({ code: 1, stdout: '' });
  });
});
