import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { type LocalPostgres, startLocalPostgres, withDatabase } from '@tenantry/local-postgres';
import { checkDatabaseHardening, createDataSource, migrate } from '#libs/database';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import { ServiceProcess } from '../convergence/service-process.js';
import { query } from '../local-postgres/probes.js';
import { removeScratch, scratchDirectory } from '../local-postgres/scratch.js';
import { CommandProcess } from '../support/command-process.js';
import { ORIGIN, serviceVariables } from '../support/service-variables.js';

/** Who may enter which database of the cluster, and what everybody may do in its schema public. */
const OUTSIDE = `select datname, datdba::regrole::text as owner, datacl::text from pg_database where datname <> 'tenantry' order by 1`;

describe.each([
  ['a superuser', 'superuser login'],
  ['the master of a managed PostgreSQL', 'nosuperuser createrole createdb login'],
])('the roles of the database, made by %s', (_, attributes) => {
  const secrets = { owner: password(), app: password(), master: password() };
  let directory: string;
  let postgres: LocalPostgres;
  let outside: unknown;

  beforeAll(async () => {
    directory = scratchDirectory();
    postgres = await startServer(directory);
    await query(postgres.superuserUrl, `create role master ${attributes} password '${secrets.master}'`);
    await query(postgres.superuserUrl, 'create database elsewhere');
    await query(as('master', 'postgres'), 'create database tenantry');
    outside = await query(postgres.superuserUrl, OUTSIDE);
    for (const [name, text] of Object.entries({ ...secrets, url: as('master', 'tenantry') }))
      writeFileSync(join(directory, name), `${text}\n`);
  });

  afterAll(async () => {
    await postgres.stop('immediate');
    removeScratch();
  });

  const as = (role: 'owner' | 'app' | 'master', database: string) => {
    const url = new URL(withDatabase(postgres.superuserUrl, database));
    url.username = role === 'master' ? role : `tenantry_${role}`;
    url.password = secrets[role];
    return url.toString();
  };
  const roles = async (...words: string[]) => {
    const files = [
      `--owner-password-file=${join(directory, 'owner')}`,
      `--app-password-file=${join(directory, 'app')}`,
    ];
    return new CommandProcess({}, ['database', 'roles', ...files, ...words]).ended();
  };
  const apply = () => roles('--apply', `--url-file=${join(directory, 'url')}`);

  it('are made and made again, and say in which database', async () => {
    for (let time = 1; time <= 2; time += 1)
      expect(await apply()).toEqual({
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(/^The roles stand in the database tenantry \(PostgreSQL \d+\.\d+\): /),
      });
    const made = await query(
      postgres.superuserUrl,
      `select rolname, rolcanlogin, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty
       from pg_roles where rolname like 'tenantry%' order by rolname`,
    );
    expect(made).toEqual([
      { rolname: 'tenantry_access', rolcanlogin: false, mighty: false },
      { rolname: 'tenantry_app', rolcanlogin: true, mighty: false },
      { rolname: 'tenantry_owner', rolcanlogin: true, mighty: false },
    ]);
  });

  it('take a new password when they are made again', async () => {
    secrets.app = password();
    await expect(query(as('app', 'tenantry'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    writeFileSync(join(directory, 'app'), secrets.app);
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await query(as('app', 'tenantry'), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('are made by the printed statements as well', async () => {
    const { code, stdout } = await roles();
    expect(code).toBe(0);
    secrets.app = password();
    writeFileSync(join(directory, 'app'), secrets.app);
    const { stdout: anew } = await roles();
    expect(anew).not.toBe(stdout);
    await query(as('master', 'tenantry'), anew);
    expect(await query(as('app', 'tenantry'), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('change nothing outside their own database', async () => {
    expect(await query(postgres.superuserUrl, OUTSIDE)).toEqual(outside);
    const left = await query(
      postgres.superuserUrl,
      `select roleid::regrole::text as role, set_option from pg_auth_members where member = 'master'::regrole and set_option`,
    );
    expect(left).toEqual([]);
  });

  it('show no password: not on the screen, and not in the log of a server that logs every statement', async () => {
    const log = readFileSync(join(directory, 'postgres/postgres.log'), 'utf8');
    expect(log).toContain('SET LOCAL tenantry.owner_password');
    const { stdout, stderr } = await roles();
    expect(stdout).toContain('SCRAM-SHA-256$4096:');
    for (const secret of [secrets.owner, secrets.app])
      expect([stdout, stderr, log].some((text) => text.includes(secret))).toBe(false);
  });

  it('let the migrations and the service run', async () => {
    expect(await migrate(as('owner', 'tenantry'), migrations)).toHaveLength(migrations.length);
    const dataSource = createDataSource({
      url: as('app', 'tenantry'),
      entities: [],
      poolSize: 1,
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    await checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
    await dataSource.destroy();

    const clerk = await startClerkEmulator({
      port: 0,
      authorizedParties: [ORIGIN],
      enforceRateLimits: false,
    });
    const service = await ServiceProcess.prepare(
      serviceVariables({ databaseUrl: as('app', 'tenantry'), clerk, directory: join(directory, 'data') }),
    );
    try {
      await service.start();
      expect(await (await fetch(`${service.url}/health/ready`)).json()).toMatchObject({ status: 'ok' });
    } finally {
      await service.stop();
      await clerk.stop();
    }
  });
});

describe('the command for the roles refuses in a sentence, and changes nothing', () => {
  let directory: string;
  let postgres: LocalPostgres;

  beforeAll(async () => {
    directory = scratchDirectory();
    postgres = await startServer(directory);
    await query(postgres.superuserUrl, `create role guest login password 'guest'`);
    await query(postgres.superuserUrl, `create role maker login createrole createdb password 'maker'`);
    await query(postgres.superuserUrl, 'create database tenantry');
    await query(
      postgres.superuserUrl,
      `create database latin encoding 'LATIN1' locale 'C' template template0`,
    );
    writeFileSync(join(directory, 'short'), 'sesame');
    writeFileSync(join(directory, 'good'), password());
  });

  afterAll(async () => {
    await postgres.stop('immediate');
    removeScratch();
  });

  const as = (role: string, database: string) => {
    const url = new URL(withDatabase(postgres.superuserUrl, database));
    url.username = url.password = role;
    return url.toString();
  };
  const file = (name: string) => join(directory, name);
  const failing = async (...words: string[]) => {
    const { code, stdout, stderr } = await new CommandProcess({}, ['database', 'roles', ...words]).ended();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    return stderr.trim();
  };
  const applying = (url: string) => {
    writeFileSync(file('url'), url);
    return failing('--apply', '--url-file', file('url'));
  };
  const made = () =>
    query(postgres.superuserUrl, `select rolname from pg_roles where rolname like 'tenantry%'`);

  it('in a database that every server has, and in one of another encoding', async () => {
    expect(await applying(postgres.superuserUrl)).toMatch(
      /^This is the database postgres, which every server has\./,
    );
    expect(await applying(withDatabase(postgres.superuserUrl, 'latin'))).toMatch(
      /^The database latin is encoded in LATIN1\./,
    );
    expect(await made()).toEqual([]);
  });

  it('as a role that may make no roles, and as one to whom the database does not belong', async () => {
    expect(await applying(as('guest', 'tenantry'))).toMatch(
      /^The role guest may not make roles\. Run this as a superuser, /,
    );
    expect(await applying(as('maker', 'tenantry'))).toMatch(
      /^The role maker may not hand over the database tenantry: it has to own it and have CREATEDB\. Its owner is /,
    );
    expect(await made()).toEqual([]);
  });

  it('on a server that is too old, before anything else', async () => {
    const { stdout } = await new CommandProcess({}, ['database', 'roles']).ended();
    await expect(
      query(withDatabase(postgres.superuserUrl, 'tenantry'), stdout.replace('< 160000', '< 990000')),
    ).rejects.toMatchObject({
      code: 'TR001',
      message: expect.stringMatching(/^Tenantry needs PostgreSQL 16 or newer; this server is 18\./),
    });
    // An older server parses the whole text first, and knows no options of a membership but ADMIN.
    expect(stdout.match(/^.*\b(INHERIT|SET) (TRUE|FALSE)\b.*$/gm)).toHaveLength(3);
    for (const [line] of stdout.matchAll(/^.*\b(INHERIT|SET) (TRUE|FALSE)\b.*$/gm))
      expect(line).toMatch(/EXECUTE (format\()?'.*'/);
    expect(await made()).toEqual([]);
  });

  it('where a role of that name may do more than it should, or was made by somebody else', async () => {
    await query(postgres.superuserUrl, 'create role tenantry_app superuser');
    expect(await applying(as('maker', 'tenantry'))).toMatch(
      /^The role tenantry_app is there and may do more than it should\./,
    );
    await query(postgres.superuserUrl, 'alter role tenantry_app nosuperuser');
    expect(await applying(as('maker', 'tenantry'))).toMatch(
      /^The role tenantry_app is there and maker may not change it\./,
    );
    await query(postgres.superuserUrl, 'drop role tenantry_app');
  });

  it('without passwords that hold, and shows none', async () => {
    expect(await failing('--owner-password-file', file('short'))).toMatch(
      /^The file of --owner-password-file holds no password: 16 to 256 /,
    );
    expect(await failing('--app-password-file', file('nowhere'))).toBe(
      '--app-password-file names a file that is not there.',
    );
    const twice = await failing('--owner-password-file', file('good'), '--app-password-file', file('good'));
    expect(twice).toMatch(/^Both files hold the same password: /);
  });

  it('where nothing listens, where the password is wrong, and where the file holds no address', async () => {
    expect(await applying('postgres://maker:maker@127.0.0.1:1/tenantry')).toMatch(
      /^The database cannot be reached: /,
    );
    expect(await applying(as('maker', 'tenantry').replace(':maker@', ':sesame@'))).toBe(
      'The database refuses the password (or the role) of its URL.',
    );
    expect(await applying('maker:sesame')).toBe(
      'What the file of --url-file holds is not a postgres:// URL.',
    );
  });
});

async function startServer(directory: string): Promise<LocalPostgres> {
  mkdirSync(directory, { recursive: true });
  return startLocalPostgres({
    directory: join(directory, 'postgres'),
    // A server of somebody else: nothing is prepared in it.
    database: { name: 'postgres', ownerRole: 'nobody', appRole: 'nobody', statements: 'select' },
    port: 0,
    settings: { fsync: 'off', log_statement: 'all' },
  });
}

function password(): string {
  return randomBytes(24).toString('hex');
}
