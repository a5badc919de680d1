import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseEnvironment } from './parse-environment.js';
import { publishableKeyFor } from './publishable-key.js';
import { stageOf } from './stage.rule.js';
import { localVariables, productionVariables } from './variables.fixture.js';

/** What a staging service is given: everything as in production, but the keys of a test instance. */
const stagingVariables = () => ({
  ...productionVariables(),
  TENANTRY_ENV: 'staging',
  STAGING_ACCESS: 'org_2abcDEFghi,owner,org:admin, Tester@Example.com',
  CLERK_SECRET_KEY: `sk_test_${randomBytes(24).toString('hex')}`,
  CLERK_PUBLISHABLE_KEY: publishableKeyFor('calm-dog-7.clerk.accounts.dev'),
});

describe('the stage', () => {
  it.each([
    [undefined, undefined, 'development'],
    [undefined, 'test', 'development'],
    [undefined, 'production', 'production'],
    [undefined, 'prodution', 'production'],
    ['staging', undefined, 'staging'],
    ['staging', 'production', 'staging'],
    ['stagging', 'development', 'production'],
    ['production', 'test', 'production'],
    ['development', undefined, 'development'],
    ['development', 'production', 'production'],
    [' ', 'production', 'production'],
  ])('with TENANTRY_ENV=%s and NODE_ENV=%s is %s', (TENANTRY_ENV, NODE_ENV, stage) => {
    expect(stageOf({ TENANTRY_ENV, NODE_ENV })).toBe(stage);
  });

  it('staging takes the keys of a test instance, and keeps the rules of production', () => {
    const environment = parseEnvironment(stagingVariables());
    expect(environment).toMatchObject({ stage: 'staging', isProduction: true, drainMs: 5_000 });
    expect(environment.stagingAccess).toEqual({
      everybody: false,
      organizations: ['org_2abcDEFghi'],
      roles: ['owner', 'org:admin'],
      addresses: ['tester@example.com'],
    });
    expect(parseEnvironment({ ...stagingVariables(), STAGING_ACCESS: '*' }).stagingAccess?.everybody).toBe(
      true,
    );
  });

  it.each([
    ['STAGING_ACCESS', '', 'is missing'],
    ['STAGING_ACCESS', 'everybody', 'no organization, role or email address'],
    ['STAGING_ACCESS', '*,owner', 'no organization, role or email address'],
    ['CLERK_SECRET_KEY', 'sk_test_abcdefghij', 'too short'],
    ['CLERK_PUBLISHABLE_KEY', publishableKeyFor('localhost:4100'), 'loopback'],
    ['CLERK_WEBHOOK_SIGNING_SECRET', '', 'is missing'],
    ['CLERK_AUTHORIZED_PARTIES', 'http://localhost:5173', 'CLERK_AUTHORIZED_PARTIES'],
    ['TENANTRY_DATA_DIR', '.local/data', 'TENANTRY_DATA_DIR'],
  ])('staging refuses %s=%s', (variable, value, reason) => {
    const read = () => parseEnvironment({ ...stagingVariables(), [variable]: value });
    expect(read).toThrow(variable);
    expect(read).toThrow(reason);
  });

  it('refuses a list elsewhere, where it would shut nobody out, and two variables that contradict each other', () => {
    const production = (more: Record<string, string>) => () =>
      parseEnvironment({ ...productionVariables(), ...more });
    expect(production({ STAGING_ACCESS: 'owner' })).toThrow('shuts nobody out here');
    expect(production({ TENANTRY_ENV: 'development' })).toThrow('contradicts NODE_ENV');
    expect(production({ TENANTRY_ENV: 'stagging' })).toThrow('TENANTRY_ENV');
    expect(parseEnvironment({ ...localVariables(), TENANTRY_ENV: 'development' }).stage).toBe('development');
  });
});
