import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { fromBuffer } from 'yauzl';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const EXPORTS = '/api/v1/privacy/exports';

describe('export of a person', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  it('holds what is theirs, checks out against its manifest, and lies encrypted', async () => {
    const mark = world.as('mark@harbour.test');
    const userId = await world.userId('mark@harbour.test');
    const asked = await mark.post(EXPORTS, { userId }).expect(201);
    const path = `${EXPORTS}/${asked.body.id}`;
    await until('it is packed', async () => (await mark.get(path)).body.status === 'ready');
    const ready = (await mark.get(path)).body;
    const archive = await download(`${world.url}${path}/download`);
    expect(createHash('sha256').update(archive).digest('hex')).toBe(ready.sha256);
    const files = await unzip(archive);
    const manifest = JSON.parse(files.get('manifest.json')!.toString());
    for (const { name, sha256 } of manifest.files)
      expect(createHash('sha256').update(files.get(name)!).digest('hex')).toBe(sha256);
    const data = files.get('data.json')!.toString();
    expect(data).toContain('mark@harbour.test');
    expect(data).toContain('property:manager');
    expect(data).not.toContain('sam@harbour.test');
    const folder = join(world.environment.dataDir, 'exports');
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file), 'latin1')).not.toContain('mark@harbour.test');
    await world.as('sam@harbour.test').get(path).expect(404);
    await world.as('sam@harbour.test').get(`${path}/download`).expect(404);

    await world.database.query(`update privacy_exports set expires_at = now() where id = $1`, [
      asked.body.id,
    ]);
    await mark.get(`${path}/download`).expect(410);
  });

  it('of somebody else needs the permission', async () => {
    const userId = await world.userId('mark@harbour.test');
    await world.as('nina@nowhere.test').post(EXPORTS, { userId }).expect(403);
    await world.as('compliance@tenantry.test').post(EXPORTS, { userId }).expect(201);
  });

  it('consents keep their history, and the record of processing is a page and JSON', async () => {
    const mark = world.as('mark@harbour.test');
    await mark.put('/api/v1/privacy/consents', { purpose: 'news', version: '1', given: true }).expect(200);
    await mark.put('/api/v1/privacy/consents', { purpose: 'news', version: '2', given: true }).expect(200);
    const { body } = await mark.get('/api/v1/privacy/consents').expect(200);
    expect(
      body.data.map(({ version, withdrawnAt }: { version: string; withdrawnAt: string | null }) => [
        version,
        withdrawnAt === null,
      ]),
    ).toEqual([
      ['2', true],
      ['1', false],
    ]);
    const staff = world.as('compliance@tenantry.test');
    const page = await staff.get('/api/v1/privacy/data-map').set('Accept', 'text/html').expect(200);
    expect(page.text).toContain('email_address (contact)');
    expect((await staff.get('/api/v1/privacy/data-map').expect(200)).body.tables.length).toBeGreaterThan(30);
    await mark.get('/api/v1/privacy/data-map').expect(403);
    const queue = await staff.get('/api/v1/privacy/requests').expect(200);
    expect(queue.body.data.every(({ daysLeft }: { daysLeft: number }) => daysLeft >= 27)).toBe(true);
  });

  async function download(url: string): Promise<Buffer> {
    const { jwt } = world.clerk.control.tokens({ email: 'mark@harbour.test' });
    const answer = await request(url)
      .get('')
      .set('Authorization', `Bearer ${jwt}`)
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          done(null, Buffer.concat(chunks));
        });
      });
    expect(answer.status).toBe(200);
    return answer.body as Buffer;
  }
});

function unzip(archive: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error) {
        reject(error);
        return;
      }
      zip.on('entry', (entry: { fileName: string }) => {
        zip.openReadStream(entry as Parameters<typeof zip.openReadStream>[0], (fault, stream) => {
          if (fault) {
            reject(fault);
            return;
          }
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks));
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => {
        resolve(files);
      });
      zip.readEntry();
    });
  });
}
