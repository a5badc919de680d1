import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'svix';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { OutboundError, postOutbound } from '#libs/outbound';
import { startTestApp, type TestApp, until } from '../../support/test-app.js';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

interface Received {
  readonly body: string;
  readonly headers: Record<string, string>;
}

describe('the push of the audit log', () => {
  let receiver: Server;
  let app: TestApp;
  let answer = 500;
  const received: Received[] = [];
  const url = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/audit`;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({
          body: Buffer.concat(chunks).toString(),
          headers: request.headers as Record<string, string>,
        });
        response.writeHead(answer, { location: '/elsewhere' }).end();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    app = await startTestApp({ variables: () => ({ AUDIT_PUSH_URL: url(), AUDIT_PUSH_SECRET: SECRET }) });
  });

  afterAll(async () => {
    await app.close();
    receiver.closeAllConnections();
    await new Promise((done) => receiver.close(done));
  });

  it('tries again until the receiver says yes, then moves on, and signs each time', async () => {
    const [unitOfWork, audit] = [
      app.app.get(UnitOfWork, { strict: false }),
      app.app.get(AuditLog, { strict: false }),
    ];
    for (let index = 0; index < 3; index += 1) {
      await unitOfWork.run(systemScope('audit'), () =>
        audit.record({ actor: { kind: 'system', name: 'setup' }, action: 'user.created', change: { index } }),
      );
    }
    await until('the receiver was tried', () => Promise.resolve(received.length > 0));
    answer = 302;
    await until('it was tried again', () => Promise.resolve(received.length > 1));
    answer = 204;
    await until('all is pushed', async () => {
      const [row] = await app.database.query<{ done: boolean }>(
        'select pushed_sequence = sequence and sequence >= 3 as done from audit_chain',
      );
      return row?.done === true;
    });
    const taken = received.at(-1)!;
    new Webhook(SECRET).verify(taken.body, taken.headers);
    const { events } = JSON.parse(taken.body) as { events: { sequence: number; content: object }[] };
    expect(events.at(0)?.sequence).toBe(1);
    expect(
      events.filter(({ content }) => 'action' in content && content.action === 'user.created'),
    ).toHaveLength(3);
  });

  it('goes to no address inside, whatever it is called, and follows nobody', async () => {
    const send = (to: string, allowLoopback = false) => postOutbound({ url: to, allowLoopback }, '{}', {});
    const inside = [
      url(),
      'https://localhost/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::ffff:127.0.0.1]/',
      'https://[::1]/',
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/',
    ];
    for (const to of inside) await expect(send(to)).rejects.toThrow('not on the public internet');
    await expect(send('https://does-not-exist.invalid/')).rejects.toThrow('cannot be resolved');
    const before = received.length;
    answer = 302;
    await expect(send(url(), true)).rejects.toThrow(OutboundError);
    expect(received.length - before).toBe(1);
  });
});
