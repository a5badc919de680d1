import { afterAll, expect } from 'vitest';
import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { story } from '../../support/story.js';
import { gone, isAlive, Workplace, type Running } from './driven-service.js';

interface Me {
  platformRoles: string[];
  organizations: {
    id: string;
    slug: string;
    role: string;
    properties: { id: string; slug: string; roles: string[] }[];
  }[];
}

const workplace = new Workplace();
let service: Running | undefined;

afterAll(async () => {
  await service?.stop('SIGKILL');
  const postgres = workplace.postgresPid();
  if (postgres !== undefined) await gone(postgres);
  workplace.clear();
});

async function tokenOf(email: string): Promise<string> {
  const clerkUrl = String(workplace.readLocalFile()?.['clerkUrl']);
  const response = await fetch(`${clerkUrl}/emulator/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  const { jwt } = (await response.json()) as { jwt: string };
  return jwt;
}

async function call(
  email: string,
  method: string,
  path: string,
  token?: string,
): Promise<{ status: number; body: unknown }> {
  const apiUrl = String(workplace.readLocalFile()?.['apiUrl']);
  const headers = { authorization: `Bearer ${token ?? (await tokenOf(email))}` };
  const response = await fetch(`${apiUrl}${path}`, { method, headers });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function me(email: string): Promise<Me> {
  const { status, body } = await call(email, 'GET', '/api/v1/me');
  expect(status).toBe(200);
  return body as Me;
}

/** Each step goes on from where the one before left the folder. */
story('the local stack, from its first start on', 600_000, (step) => {
  let harbour = '';
  let seaside = '';

  step('starts everything, tells tools where it is, and shows no secret', async () => {
    service = workplace.start();
    const local = await service.ready();
    expect(Object.keys(local)).toEqual([
      'apiUrl',
      'clerkUrl',
      'databaseUrl',
      'databaseAdminUrl',
      'clerkSecretKey',
      'clerkPublishableKey',
      'clerkJwtKey',
      'clerkInstanceId',
      'webhookSecret',
      'authorizedParties',
      'pid',
    ]);
    expect((await fetch(`${local['apiUrl']}/health/ready`)).status).toBe(200);
    for (const file of ['local.json', 'master.key', 'signing.key', 'webhook.key', 'demo.json']) {
      expect([file, statSync(join(workplace.local, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
    await service.until(() => service?.stdout.includes('Ctrl-C') === true);
    expect(service.stdout).toContain(local['apiUrl']);
    expect(service.stdout).toContain('mark@harbour.test');
    const password = new URL(String(local['databaseUrl'])).password;
    for (const secret of [password, local['clerkSecretKey'], local['webhookSecret'], '\u001B[']) {
      expect(service.stdout + service.stderr).not.toContain(secret);
    }
  });

  step('has a person for every role, as the documentation lists them', async () => {
    const byCommand = await workplace.cli('token', 'mark@harbour.test');
    expect(byCommand.code).toBe(0);
    const { status, body } = await call('mark@harbour.test', 'GET', '/api/v1/me', byCommand.stdout.trim());
    expect(status).toBe(200);
    const [organization] = (body as Me).organizations;
    expect(organization).toMatchObject({ slug: 'harbour', role: 'org:member' });
    expect(organization?.properties).toMatchObject([{ slug: 'seaside', roles: ['property:manager'] }]);
    harbour = organization!.id;
    seaside = organization!.properties[0]!.id;
    expect((await me('olivia@harbour.test')).organizations[0]?.role).toBe('org:admin');
    expect((await me('vera@harbour.test')).organizations[0]?.properties).toMatchObject([
      { slug: 'old-town' },
    ]);
    expect((await me('greta@alpine.test')).organizations).toMatchObject([{ slug: 'alpine' }]);
    expect(await me('compliance@tenantry.test')).toMatchObject({ platformRoles: ['compliance'] });
    expect(await me('owner@tenantry.test')).toMatchObject({ platformRoles: ['owner'] });
    expect(await me('nina@nowhere.test')).toMatchObject({ platformRoles: [], organizations: [] });
  });

  step('is not started twice on one folder', async () => {
    const { code, stderr } = await workplace.start().ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`already runs on ${workplace.local} as process ${service!.pid}`);
    expect(isAlive(service!.pid)).toBe(true);
  });

  step(
    'answers a request that is under way when it is told to stop, and leaves nothing running',
    async () => {
      const sam = (await me('sam@harbour.test')) as Me & { id: string };
      const path = `/api/v1/organizations/${harbour}/properties/${seaside}/grants/${sam.id}/property:staff`;
      expect((await call('mark@harbour.test', 'DELETE', path)).status).toBe(204);
      const postgres = workplace.postgresPid()!;

      const apiUrl = String(workplace.readLocalFile()?.['apiUrl']);
      const body = JSON.stringify({ name: 'Harbour View', slug: 'harbour-view' });
      const underWay = request(`${apiUrl}/api/v1/organizations/${harbour}/properties`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await tokenOf('olivia@harbour.test')}`,
          'content-type': 'application/json',
          'content-length': body.length,
        },
      });
      underWay.write(body.slice(0, 10));
      await new Promise((resolve) => setTimeout(resolve, 100));
      service!.child.kill('SIGTERM');
      await service!.until(() => service!.stderr.includes('Stopping'));
      const answer = once(underWay, 'response');
      underWay.end(body.slice(10));
      const [response] = await answer;
      expect(response.statusCode).toBe(201);
      response.resume();
      const answeredAt = Date.now();

      expect((await service!.ended).code).toBe(0);
      // The connection would be kept for a minute.
      expect(Date.now() - answeredAt).toBeLessThan(30_000);
      expect(isAlive(postgres)).toBe(false);
      expect(readdirSync(workplace.local)).not.toContain('local.json');
    },
  );

  step('says so when a token is wanted and nothing runs', async () => {
    const { code, stdout, stderr } = await workplace.cli('token', 'mark@harbour.test');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('does not run here');
  });

  step('finds the same data at the next start, also what was changed', async () => {
    service = workplace.start();
    await service.ready();
    const [organization] = (await me('olivia@harbour.test')).organizations;
    expect(organization?.id).toBe(harbour);
    expect(organization?.properties.map(({ slug }) => slug).sort()).toEqual([
      'harbour-view',
      'old-town',
      'seaside',
    ]);
    expect((await me('sam@harbour.test')).organizations[0]?.properties).toEqual([]);
  });

  step('takes its database along when it is killed, and starts again after that', async () => {
    const postgres = workplace.postgresPid()!;
    expect((await service!.stop('SIGKILL')).code).toBe(137);
    await gone(postgres);
    expect((await workplace.cli('token', 'mark@harbour.test')).code).toBe(1);

    service = workplace.start();
    await service.ready();
    expect((await me('mark@harbour.test')).organizations[0]?.id).toBe(harbour);
  });

  step('stops at once on a second Ctrl-C, without an orphan', async () => {
    const postgres = workplace.postgresPid()!;
    service!.child.kill('SIGINT');
    await service!.until(() => service!.stderr.includes('Stopping'));
    const { code, stderr } = await service!.stop('SIGINT');
    // The first one may have been quicker than the second.
    expect([0, 130]).toContain(code);
    expect(stderr).toMatch(/Stopped/);
    expect(isAlive(postgres)).toBe(false);
    expect(workplace.readLocalFile()).toBeUndefined();
  });
});
