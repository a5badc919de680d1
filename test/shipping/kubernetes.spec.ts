import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseEnvironment, SECRET_VARIABLES, VARIABLES } from '#settings';
import { productionVariables } from '../../src/settings/variables.fixture.js';
import { findTypeErrors, type Manifest, readManifests, readObjects, validateBySchema } from './manifests.js';

interface Pod {
  containers: {
    image: string;
    command?: string[];
    env: { name: string; value: string }[];
    envFrom?: { configMapRef: { name: string } }[];
    securityContext: Record<string, unknown>;
    ports?: { name: string; containerPort: number }[];
    volumeMounts: { name: string; mountPath: string }[];
    [probe: `${string}Probe`]: { httpGet: { path: string; port: string } };
  }[];
  securityContext: { runAsNonRoot: boolean };
  volumes: { name: string; secret?: { secretName: string }; persistentVolumeClaim?: { claimName: string } }[];
  terminationGracePeriodSeconds?: number;
}

const project = join(import.meta.dirname, '../..');
const manifests = readManifests();
const byName = (kind: string, name: string) => {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found as Manifest & {
    data: Record<string, string>;
    spec: {
      replicas: number;
      template: { spec: Pod; metadata: { labels: unknown } };
      selector: unknown;
      minAvailable: number;
    };
  };
};
const podOf = (kind: string, name: string) => byName(kind, name).spec.template.spec;
const [api, worker, migration] = [
  podOf('Deployment', 'tenantry-api'),
  podOf('Deployment', 'tenantry-worker'),
  podOf('Job', 'tenantry-migration'),
];
const settings = byName('ConfigMap', 'tenantry-settings').data;

describe('the manifests for Kubernetes', () => {
  it.each(manifests.map((manifest) => [manifest.kind, manifest.metadata.name, manifest] as const))(
    'are valid by the published schema: %s %s',
    async (kind, name, manifest) => {
      await expect(validateBySchema(manifest)).resolves.toBeUndefined();
    },
  );

  it('name no field that Kubernetes does not know', () => {
    expect(findTypeErrors(manifests)).toEqual([]);
  });

  it('would be refused with a misspelt field, a wrong type and without what is required', async () => {
    const misspelt = readObjects(
      readFileSync(join(project, 'deploy/kubernetes/worker.yaml'), 'utf8').replace(
        'readOnlyRootFilesystem',
        'readonlyRoot',
      ),
    );
    expect(findTypeErrors(misspelt).join()).toContain(`"readonlyRoot"' does not exist in type`);
    for (const [from, to] of [
      ['replicas: 1', 'replicas: one'],
      ['  selector:\n    matchLabels:', '  labels:\n    all:'],
    ] as const) {
      const text = readFileSync(join(project, 'deploy/kubernetes/worker.yaml'), 'utf8');
      expect(text).toContain(from);
      await expect(validateBySchema(readObjects(text.replace(from, to))[0]!)).rejects.toThrow();
    }
  });

  it('run two replicas of the API, never fewer than one, a worker and the migrations', () => {
    expect(byName('Deployment', 'tenantry-api').spec.replicas).toBe(2);
    expect(byName('PodDisruptionBudget', 'tenantry-api').spec.minAvailable).toBe(1);
    const roles = [api, worker].map(({ containers }) => containers[0]?.env);
    expect(roles).toEqual([[{ name: 'ROLE', value: 'api' }], [{ name: 'ROLE', value: 'worker' }]]);
    expect(migration.containers[0]?.command).toEqual(['node', 'dist/bundle/migrate.js']);
    for (const [kind, name] of [
      ['Service', 'tenantry-api'],
      ['PodDisruptionBudget', 'tenantry-api'],
    ] as const) {
      const { selector } = byName(kind, name).spec;
      const { labels } = byName('Deployment', 'tenantry-api').spec.template.metadata;
      expect(kind === 'Service' ? selector : (selector as { matchLabels: unknown }).matchLabels).toEqual(
        labels,
      );
    }
  });

  it('ask the routes of health, and leave time for a stop in order', () => {
    const { paths } = JSON.parse(readFileSync(join(project, 'docs/openapi.json'), 'utf8')) as {
      paths: object;
    };
    const { drainMs, shutdownTimeoutMs } = parseEnvironment(productionVariables());
    for (const { containers, terminationGracePeriodSeconds } of [api, worker]) {
      const container = containers[0]!;
      const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
      expect(probes.map((probe) => probe?.httpGet.path)).toEqual([
        '/health/live',
        '/health/live',
        '/health/ready',
      ]);
      for (const probe of probes) {
        expect(Object.keys(paths)).toContain(probe?.httpGet.path);
        expect(container.ports?.[0]?.name).toBe(probe?.httpGet.port);
      }
      expect(container.ports?.[0]?.containerPort).toBe(3000);
      expect(1000 * (terminationGracePeriodSeconds ?? 0)).toBeGreaterThan(drainMs + shutdownTimeoutMs);
    }
  });

  it('give no process a right that it does not need', () => {
    for (const { containers, securityContext, ...pod } of [api, worker, migration]) {
      expect(securityContext.runAsNonRoot).toBe(true);
      expect(pod).toHaveProperty('automountServiceAccountToken', false);
      for (const container of containers)
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
    }
  });

  it('run the image of this version', () => {
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      version: string;
    };
    for (const folder of ['.', 'migration']) {
      const file = join(project, 'deploy/kubernetes', folder, 'kustomization.yaml');
      const { images } = parse(readFileSync(file, 'utf8')) as { images: { name: string; newTag: string }[] };
      expect(images).toEqual([expect.objectContaining({ name: 'tenantry', newTag: version })]);
    }
    for (const { containers } of [api, worker, migration]) expect(containers[0]?.image).toBe('tenantry');
  });
});

describe('the settings on Kubernetes', () => {
  /** Fixed by the image or by the manifests, or of the local stack alone. */
  const FIXED = [
    ...['NODE_ENV', 'HOST', 'PORT', 'TENANTRY_DATA_DIR', 'ROLE', 'DATABASE_ADMIN_URL'],
    ...['TENANTRY_LOCAL_DIR', 'CLERK_EMULATOR_PORT', 'LOCAL_POSTGRES_PORT'],
  ];
  const isSecret = (name: string) => (SECRET_VARIABLES as readonly string[]).includes(name);

  it('are those of .env.example, secrets as files', () => {
    const wanted = Object.keys(VARIABLES)
      .filter((name) => !FIXED.includes(name))
      .map((name) => (isSecret(name) ? `${name}_FILE` : name));
    expect(Object.keys(settings).sort()).toEqual(wanted.sort());
  });

  it('hold no secret, and let the service start once the required ones are filled in', () => {
    const values: Record<string, string> = { ...productionVariables() };
    const filled = { ...settings, NODE_ENV: 'production', TENANTRY_DATA_DIR: '/data' } as Record<
      string,
      string
    >;
    for (const [name, value] of Object.entries(settings)) {
      const variable = name.replace(/_FILE$/, '');
      if (isSecret(variable)) expect([`/run/secrets/tenantry/${variable}`, '']).toContain(value);
      else expect(value).toBe('');
      if (value === '' ? values[name] !== undefined : true) filled[variable] = values[variable] ?? 'missing';
    }
    expect(parseEnvironment(filled)).toEqual(parseEnvironment({ ...values, TENANTRY_DATA_DIR: '/data' }));
  });

  it('reach every process of the service, whose secrets are mounted where the settings look', () => {
    for (const pod of [api, worker]) {
      expect(pod.containers[0]?.envFrom).toEqual([{ configMapRef: { name: 'tenantry-settings' } }]);
      const mount = pod.containers[0]?.volumeMounts.find(
        ({ mountPath }) => mountPath === '/run/secrets/tenantry',
      );
      expect(pod.volumes.find(({ name }) => name === mount?.name)?.secret?.secretName).toBe('tenantry');
      const data = pod.containers[0]?.volumeMounts.find(({ mountPath }) => mountPath === '/data');
      const claim = pod.volumes.find(({ name }) => name === data?.name)?.persistentVolumeClaim?.claimName;
      expect(byName('PersistentVolumeClaim', claim!)['spec']).toHaveProperty('accessModes', [
        'ReadWriteMany',
      ]);
    }
  });

  it('give the role that owns the tables to the migrations alone', () => {
    expect(migration.containers[0]?.env).toEqual([
      { name: 'DATABASE_ADMIN_URL_FILE', value: '/run/secrets/tenantry/DATABASE_ADMIN_URL' },
    ]);
    expect(migration.volumes[0]?.secret?.secretName).toBe('tenantry-migration');
    expect(JSON.stringify([api, worker, settings])).not.toContain('ADMIN_URL');
  });
});
