import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '#libs/config';
import { parseEnvironment, parseLocalSettings, parseMigrationUrl } from './parse-environment.js';
import { publishableKeyFor } from './publishable-key.js';
import { VARIABLES } from './variables.js';
import { ed25519PrivatePem, localVariables, productionVariables, rsaPublicPem } from './variables.fixture.js';

function problemsOf(raw: Record<string, string | undefined>): Record<string, string> {
  try {
    parseEnvironment(raw);
    return {};
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return Object.fromEntries(error.problems.map(({ variable, reason }) => [variable, reason]));
  }
}

function ed25519Pem(seed: Buffer): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

describe('the environment of production', () => {
  it('is read into typed values with defaults', () => {
    const environment = parseEnvironment(productionVariables());
    expect(environment).toMatchObject({
      nodeEnv: 'production',
      isProduction: true,
      role: 'all',
      host: '127.0.0.1',
      port: 3000,
      dataDir: '/var/lib/tenantry',
      logLevel: 'info',
      planLimitMru: 50_000,
      drainMs: 5_000,
      shutdownTimeoutMs: 15_000,
      rateLimit: { enabled: true },
      trustedProxies: [],
    });
    expect(environment.clerk).toMatchObject({
      issuer: 'https://clerk.tenantry.example',
      apiUrl: 'https://api.clerk.com',
      authorizedParties: ['https://app.tenantry.example', 'https://admin.tenantry.example'],
      instanceId: undefined,
    });
    expect(environment.masterKey).toHaveLength(32);
    expect(sign(null, Buffer.from('x'), environment.signingKey)).toHaveLength(64);
  });

  it('reads signing keys of before, public and private, on several lines or on one', () => {
    const [one, other] = [ed25519PrivatePem(), ed25519PrivatePem()];
    const publicPem = createPublicKey(other).export({ type: 'spki', format: 'pem' }).toString();
    for (const text of [`${one}\n${publicPem}`, `${one}${publicPem}`.replaceAll('\n', '\\n')]) {
      const { previousSigningKeys } = parseEnvironment({
        ...productionVariables(),
        TENANTRY_PREVIOUS_SIGNING_KEYS: text,
      });
      expect(previousSigningKeys.map(({ type }) => type)).toEqual(['private', 'public']);
    }
  });

  it('has names of hosts in lower case, and lets the pages call that tokens are minted for', () => {
    const environment = parseEnvironment({
      ...productionVariables(),
      ALLOWED_HOSTS: 'api.example.com,Localhost',
    });
    expect(environment.allowedHosts).toEqual(['api.example.com', 'localhost']);
    expect(environment.allowedOrigins).toEqual([
      'https://app.tenantry.example',
      'https://admin.tenantry.example',
    ]);
  });

  it('names every missing variable at once', () => {
    expect(Object.keys(problemsOf({ NODE_ENV: 'production' })).sort()).toEqual(
      [
        'CLERK_AUTHORIZED_PARTIES',
        'CLERK_JWT_KEY',
        'CLERK_PUBLISHABLE_KEY',
        'CLERK_SECRET_KEY',
        'CLERK_WEBHOOK_SIGNING_SECRET',
        'DATABASE_URL',
        'TENANTRY_DATA_DIR',
        'TENANTRY_MASTER_KEY',
        'TENANTRY_SIGNING_KEY',
      ].sort(),
    );
  });

  it('counts a blank variable as missing', () => {
    expect(problemsOf({ ...productionVariables(), TENANTRY_MASTER_KEY: '  ' })).toEqual({
      TENANTRY_MASTER_KEY: 'is missing',
    });
  });

  it.each<[string, string, string]>([
    ['NODE_ENV', 'prod', 'none of the allowed'],
    ['ROLE', 'web', 'none of the allowed'],
    ['PORT', '65536', 'out of range'],
    ['PORT', '0x50', 'whole number'],
    ['PORT', '-1', 'whole number'],
    ['HOST', 'not a host', 'not a host'],
    ['DATABASE_URL', 'mysql://a:b@h/db', 'postgres://'],
    ['DATABASE_URL', 'postgres://h/db', 'no role'],
    ['DATABASE_URL', 'postgres://a:b@h', 'no database'],
    ['DATABASE_URL', 'postgres://a:b@h/db?statement_timeout=30s', 'milliseconds'],
    ['DATABASE_URL', 'postgres://a:b@h/db?lock_timeout=0', 'milliseconds'],
    ['CLERK_SECRET_KEY', `sk_test_${randomBytes(24).toString('hex')}`, 'not a live key'],
    ['CLERK_SECRET_KEY', 'sk_live_abcdefghij', 'too short'],
    ['CLERK_SECRET_KEY', `sk_live_${'a'.repeat(40)}`, 'repeats itself'],
    ['CLERK_PUBLISHABLE_KEY', publishableKeyFor('clerk.tenantry.example'), 'not a live key'],
    ['CLERK_PUBLISHABLE_KEY', publishableKeyFor('localhost:4100', 'live'), 'loopback'],
    ['CLERK_PUBLISHABLE_KEY', publishableKeyFor('x.clerk.accounts.dev', 'live'), 'development instance'],
    [
      'CLERK_PUBLISHABLE_KEY',
      `pk_live_${Buffer.from('no-dollar.example').toString('base64')}`,
      'publishable',
    ],
    ['CLERK_PUBLISHABLE_KEY', `pk_live_${Buffer.from('evil/path$').toString('base64')}`, 'publishable'],
    ['CLERK_AUTHORIZED_PARTIES', 'http://app.tenantry.example', 'https'],
    ['CLERK_AUTHORIZED_PARTIES', 'https://localhost', 'loopback'],
    ['CLERK_AUTHORIZED_PARTIES', 'https://127.0.0.1:8443', 'loopback'],
    ['CLERK_AUTHORIZED_PARTIES', 'https://[::1]', 'loopback'],
    ['CLERK_AUTHORIZED_PARTIES', 'https://app.tenantry.example/', 'not an origin'],
    ['CLERK_AUTHORIZED_PARTIES', 'https://*.tenantry.example', 'not an origin'],
    ['CLERK_AUTHORIZED_PARTIES', '*', 'not an origin'],
    ['CLERK_AUTHORIZED_PARTIES', 'null', 'not an origin'],
    ['CLERK_AUTHORIZED_PARTIES', 'https://a.example,,https://b.example', 'empty member'],
    ['CLERK_AUTHORIZED_PARTIES', 'https://a.example,https://a.example', 'twice'],
    ['CLERK_WEBHOOK_SIGNING_SECRET', 'whsec_dGVzdA==', 'length'],
    ['CLERK_WEBHOOK_SIGNING_SECRET', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'published'],
    ['CLERK_WEBHOOK_SIGNING_SECRET', 'secret', 'whsec_'],
    ['CLERK_INSTANCE_ID', 'org_2abcdef', 'instance id'],
    ['CLERK_API_URL', 'http://api.clerk.com', 'https'],
    ['CLERK_API_URL', 'https://127.0.0.1:4100', 'loopback'],
    ['TENANTRY_MASTER_KEY', Buffer.alloc(32).toString('base64'), 'all zeros'],
    ['TENANTRY_MASTER_KEY', Buffer.alloc(32, 7).toString('base64'), 'repeats'],
    ['TENANTRY_MASTER_KEY', Buffer.from('abcdefgh'.repeat(4)).toString('base64'), 'repeats'],
    [
      'TENANTRY_MASTER_KEY',
      Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64'),
      'counted',
    ],
    ['TENANTRY_MASTER_KEY', Buffer.from('please-change-me-before-go-live!').toString('base64'), 'readable'],
    ['TENANTRY_MASTER_KEY', randomBytes(31).toString('base64'), '32 bytes'],
    ['TENANTRY_MASTER_KEY', randomBytes(32).toString('hex'), '32 bytes'],
    ['TENANTRY_MASTER_KEY', 'not base64!', 'base64'],
    ['TENANTRY_SIGNING_KEY', rsaPublicPem(), 'Ed25519'],
    ['TENANTRY_SIGNING_KEY', 'garbage', 'Ed25519'],
    [
      'TENANTRY_SIGNING_KEY',
      ed25519Pem(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')),
      'published',
    ],
    ['TENANTRY_SIGNING_KEY', ed25519Pem(Buffer.alloc(32, 9)), 'repeats'],
    ['BREAK_GLASS_PUBLIC_KEY', 'garbage', 'is not one Ed25519 public key'],
    ['BREAK_GLASS_PUBLIC_KEY', rsaPublicPem(), 'is not one Ed25519 public key'],
    ['BREAK_GLASS_PUBLIC_KEY', productionVariables()['TENANTRY_SIGNING_KEY']!, 'is a private key'],
    ['TENANTRY_PREVIOUS_SIGNING_KEYS', 'garbage', 'no Ed25519 key'],
    ['TENANTRY_PREVIOUS_SIGNING_KEYS', rsaPublicPem(), 'no Ed25519 key'],
    ['TENANTRY_PREVIOUS_SIGNING_KEYS', `${ed25519PrivatePem()}and more`, 'no Ed25519 key'],
    ['TENANTRY_PREVIOUS_SIGNING_KEYS', ed25519PrivatePem().repeat(9), 'more than 8'],
    ['TENANTRY_PLATFORM_OWNERS', 'olivia@harbour.test', 'Clerk user id'],
    ['TENANTRY_DATA_DIR', '.local/data', 'relative'],
    ['LOG_LEVEL', 'verbose', 'none of the allowed'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'prefix'],
    ['TRUSTED_PROXIES', '0.0.0.0/0', 'every address'],
    ['TRUSTED_PROXIES', '::/0', 'every address'],
    ['TRUSTED_PROXIES', '::ffff:0:0/96', 'every address'],
    ['TRUSTED_PROXIES', '::ffff:10.0.0.0/96', 'every address'],
    ['TRUSTED_PROXIES', '::0.0.0.0/96', 'every address'],
    ['TRUSTED_PROXIES', '::/129', 'prefix'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/9', 'prefix'],
    ['TRUSTED_PROXIES', 'fe80::%eth0/10', 'CIDR'],
    ['TRUSTED_PROXIES', 'loopback', 'CIDR'],
    ['TRUSTED_PROXIES', '1', 'CIDR'],
    ['RATE_LIMIT_ENABLED', 'yes', 'neither'],
    ['RATE_LIMIT_ENABLED', 'false', 'switched off'],
    ['RATE_LIMIT_PER_ADDRESS', '0', 'out of range'],
    ['RATE_LIMIT_PER_USER', '1e3', 'whole number'],
    ['CLERK_PLAN_LIMIT_MRU', '-5', 'whole number'],
    ['ACCESS_REQUIRE_ACTIVE_ORGANIZATION', '1', 'neither'],
    ['SHUTDOWN_DRAIN_SECONDS', '301', 'out of range'],
    ['SHUTDOWN_TIMEOUT_SECONDS', '0', 'out of range'],
    ['CLERK_EMULATOR_PORT', 'x', 'whole number'],
    ['LOCAL_POSTGRES_PORT', '70000', 'out of range'],
  ])('refuses %s=%s', (variable, value, reason) => {
    const problems = problemsOf({ ...productionVariables(), [variable]: value });
    expect(Object.keys(problems)).toContain(variable);
    expect(problems[variable]).toContain(reason);
  });

  it('refuses a variable by its former name, and says the present one', () => {
    const former = { CLERK_BREAKER_REST_SECONDS: '20' };
    expect(problemsOf({ ...productionVariables(), ...former })).toEqual({
      CLERK_BREAKER_REST_SECONDS: 'is called CLERK_BREAKER_COOLDOWN_SECONDS now',
    });
    expect(problemsOf({ ...productionVariables(), CLERK_BREAKER_REST_SECONDS: ' ' })).toEqual({});
  });

  it('refuses a database owner that is the runtime role as well', () => {
    const raw = productionVariables();
    expect(problemsOf({ ...raw, DATABASE_ADMIN_URL: raw.DATABASE_URL })).toHaveProperty('DATABASE_ADMIN_URL');
  });

  it('names no value, whatever is wrong', () => {
    const canary = 'c4n4ry';
    const everythingWrong = Object.fromEntries(
      Object.keys(VARIABLES).map((name) => [name, `${canary} ${name}`]),
    );
    try {
      parseEnvironment(everythingWrong);
      throw new Error('was accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      expect((error as EnvironmentError).problems.length).toBeGreaterThan(20);
      expect(inspect(error, { depth: 10 }) + JSON.stringify(error)).not.toContain(canary);
    }
  });
});

describe('CLERK_JWT_KEY', () => {
  const withKey = (key: string) => ({ ...productionVariables(), CLERK_JWT_KEY: key });

  it('takes two keys while one rotates, with newlines written as \\n', () => {
    const two = `${rsaPublicPem()}${rsaPublicPem()}`.replaceAll('\n', '\\n');
    const { jwtKeys } = parseEnvironment(withKey(two)).clerk;
    expect(jwtKeys).toHaveLength(2);
    expect(jwtKeys[0]).toMatch(/^-----BEGIN PUBLIC KEY-----\n[\s\S]+\n-----END PUBLIC KEY-----\n$/);
  });

  it.each<[string, () => string]>([
    ['another size', () => rsaPublicPem(3072)],
    ['another exponent', () => rsaPublicPem(2048, 3)],
    ['a private key', () => ed25519PrivatePem()],
    ['the same key twice', () => productionVariables().CLERK_JWT_KEY!.repeat(2)],
    ['three keys', () => rsaPublicPem() + rsaPublicPem() + rsaPublicPem()],
    ['text around the key', () => `kid: x\n${rsaPublicPem()}`],
    ['a mangled key', () => rsaPublicPem().replace(/MIIB/, 'MIIC')],
  ])('refuses %s', (_, key) => {
    expect(problemsOf(withKey(key()))).toHaveProperty('CLERK_JWT_KEY');
  });
});

describe('the environment outside production', () => {
  it('takes what the local stack fills in', () => {
    const environment = parseEnvironment(localVariables());
    expect(environment.isProduction).toBe(false);
    expect(environment.clerk.issuer).toBe('http://127.0.0.1:4100');
  });

  it('still refuses keys of two kinds of instance', () => {
    const raw = { ...localVariables(), CLERK_PUBLISHABLE_KEY: publishableKeyFor('clerk.x.example', 'live') };
    expect(problemsOf(raw)).toEqual({ CLERK_SECRET_KEY: expect.stringContaining('another kind') });
  });

  it('lets the local stack read its own settings first', () => {
    expect(parseLocalSettings({ CLERK_EMULATOR_PORT: '0' })).toEqual({
      directory: '.local',
      clerkEmulatorPort: 0,
      postgresPort: 5433,
    });
    expect(() => parseLocalSettings({ CLERK_EMULATOR_PORT: 'x' })).toThrow(/CLERK_EMULATOR_PORT/);
  });

  it('lets a migration run with its URL alone', () => {
    const url = 'postgres://owner:pw@db/tenantry';
    expect(parseMigrationUrl({ DATABASE_ADMIN_URL: url })).toBe(url);
    expect(() => parseMigrationUrl({})).toThrow(/DATABASE_ADMIN_URL is missing/);
  });
});

describe('an environment', () => {
  it('cannot be changed', () => {
    const environment = parseEnvironment(localVariables());
    expect(() => Object.assign(environment, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(environment.clerk.authorizedParties, { 0: 'https://evil.example' })).toThrow(
      TypeError,
    );
    environment.masterKey.fill(0);
    expect(environment.masterKey.every((byte) => byte === 0)).toBe(false);
  });

  it('shows no secret when it is logged', () => {
    const raw = localVariables();
    const environment = parseEnvironment(raw);
    const shown = inspect(environment, { depth: 10, showHidden: true }) + JSON.stringify({ environment });
    for (const name of ['CLERK_SECRET_KEY', 'TENANTRY_MASTER_KEY', 'DATABASE_URL']) {
      expect(shown).not.toContain(raw[name]);
    }
  });
});
