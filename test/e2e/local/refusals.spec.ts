import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Workplace } from './driven-service.js';

const UNREACHABLE = 'postgres://somebody:pa55word@127.0.0.1:1/nothing';

describe('a start that cannot succeed', () => {
  let workplace: Workplace;
  let squatter: Server | undefined;

  beforeEach(() => {
    workplace = new Workplace();
  });

  afterEach(() => {
    squatter?.close();
    squatter = undefined;
    workplace.clear();
  });

  /** The sentence of a start that ends with code 1, without any trace of a stack. */
  async function refusal(extra: Record<string, string>, args: string[] = []): Promise<string> {
    const { code, stderr, stdout } = await workplace.start(extra, args).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(workplace.readLocalFile()).toBeUndefined();
    return stderr;
  }

  async function takePort(): Promise<string> {
    squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    return String((squatter.address() as AddressInfo).port);
  }

  it('names what is missing of one’s own Clerk, and never a value', async () => {
    const secret = 'sk_test_0123456789abcdef';
    const said = await refusal({ CLERK_SECRET_KEY: secret, CLERK_INSTANCE_ID: 'ins_123456' });
    expect(said).toContain('CLERK_PUBLISHABLE_KEY is missing although CLERK_SECRET_KEY is set');
    expect(said).not.toContain(secret);
    expect(existsSync(workplace.local)).toBe(false);
  });

  it('names the half of one’s own database that is missing', async () => {
    const said = await refusal({ DATABASE_ADMIN_URL: UNREACHABLE });
    expect(said).toContain('DATABASE_URL is missing although DATABASE_ADMIN_URL is set');
    expect(said).not.toContain('pa55word');
  });

  it('names every wrong setting before anything is started, those of .env too', async () => {
    writeFileSync(join(workplace.folder, '.env'), 'LOG_LEVEL=loud\nRATE_LIMIT_PER_USER=many\nROLE=boss\n');
    const said = await refusal({ ROLE: 'all' });
    expect(said).toContain('LOG_LEVEL is none of the allowed words');
    expect(said).toContain('RATE_LIMIT_PER_USER is not a whole number');
    expect(said).not.toContain('ROLE is');
    expect(existsSync(workplace.local)).toBe(false);
  });

  it('in production counts nothing but the environment, and starts nothing by itself', async () => {
    writeFileSync(join(workplace.folder, '.env'), `DATABASE_URL=${UNREACHABLE}\n`);
    const said = await refusal({ NODE_ENV: 'production' });
    for (const name of ['DATABASE_URL', 'CLERK_SECRET_KEY', 'TENANTRY_MASTER_KEY', 'TENANTRY_DATA_DIR']) {
      expect(said).toContain(`${name} is missing`);
    }
    expect(existsSync(workplace.local)).toBe(false);
  });

  it('says which port is taken before a database is made', async () => {
    const port = await takePort();
    expect(await refusal({ PORT: port })).toContain(`Port ${port} is taken. Stop what uses it, or set PORT`);
    expect(existsSync(join(workplace.local, 'postgres'))).toBe(false);
  });

  it('says that the port of the local Clerk is taken, and stops the database that it had started', async () => {
    const port = await takePort();
    const said = await refusal({ CLERK_EMULATOR_PORT: port });
    expect(said).toContain(`Port ${port} is taken. Stop what uses it, or set CLERK_EMULATOR_PORT`);
    expect(existsSync(join(workplace.local, 'postgres'))).toBe(true);
    expect(workplace.postgresPid()).toBeUndefined();
  });

  it('says that nothing can be kept in the folder', async () => {
    const file = join(workplace.folder, 'file');
    writeFileSync(file, '');
    const said = await refusal({ TENANTRY_LOCAL_DIR: join(file, 'local') });
    expect(said).toContain('a part of the path is a file');
    expect(said).toContain('TENANTRY_LOCAL_DIR');
  });

  it('says that one’s own database cannot be reached, without its password', async () => {
    const said = await refusal({ DATABASE_URL: UNREACHABLE, DATABASE_ADMIN_URL: UNREACHABLE });
    expect(said).toContain('The database cannot be reached');
    expect(said).not.toContain('pa55word');
  });

  it('says which option there is', async () => {
    expect(await refusal({}, ['--demo'])).toContain('--no-demo');
  });

  it('ends in the middle when it is told to, with nothing left behind', async () => {
    const service = workplace.start();
    await service.until(() => existsSync(join(workplace.local, 'postgres/data/postmaster.pid')));
    const { code } = await service.stop('SIGTERM');
    expect(code).toBe(143);
    expect(workplace.postgresPid()).toBeUndefined();
    expect(workplace.readLocalFile()).toBeUndefined();
  });
});
