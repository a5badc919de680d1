import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as client from '@tenantry/client';
import { Webhook } from 'svix';
import { codeBlocks, runCode, typeErrors } from '../../client/documented-code.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('the code in the documents for apps', () => {
  const [readme] = codeBlocks('README.md', 'from your app');
  const examples = codeBlocks('docs/from-your-app.md', 'example');
  let world: DemoWorld;
  let said: string;
  beforeAll(async () => {
    world = await startDemoWorld();
  });
  afterAll(() => world.close());

  /** Runs a block as this person, at Seaside. */
  async function run(code: string, email: string) {
    said = '';
    const token = () => world.clerk.control.tokens({ email }).jwt;
    const getToken = () => Promise.resolve(token());
    const exported = await runCode(code.replace('http://127.0.0.1:3000', world.url), {
      ...client,
      organizationId: world.harbour.id,
      propertyId: world.harbour.seaside,
      session: { getToken },
      auth: () => Promise.resolve({ getToken }),
      getToken,
      process: { env: { TENANTRY_URL: world.url, WEBHOOK_SECRET: SECRET } },
      console: { log: (...words: unknown[]) => (said += `${words.map(String).join(' ')}\n`) },
    });
    return { exported, token };
  }

  it('fits the types of the client', () => {
    expect(examples).toHaveLength(4);
    for (const code of [readme!, ...examples]) expect(typeErrors(code)).toEqual([]);
  });

  it('invites, lists and explains, as the README says', async () => {
    // Invited before, the second time: that is no error.
    for (const expected of ['new@guest.test pending\n', 'new@guest.test pending\n']) {
      await run(readme!, 'mark@harbour.test');
      expect(said).toBe(expected);
    }
    await run(readme!, 'sam@harbour.test');
    expect(said).toBe('Ask for property:manager.\n');
  });

  it('shows a page by right', async () => {
    const page = async (email: string) => (await run(examples[0]!, email)).exported['seasidePage']!();
    expect(await page('mark@harbour.test')).toEqual({ title: 'seaside', mayEdit: true });
    expect(await page('sam@harbour.test')).toEqual({ title: 'seaside', mayEdit: false });
    expect(await page('anton@alpine.test')).toBeNull();
  });

  it('guards the route of another service', async () => {
    const allowed = async (email: string) => {
      const { exported, token } = await run(examples[1]!, email);
      return exported['mayReadProperty']!(`Bearer ${token()}`);
    };
    expect(await allowed('sam@harbour.test')).toBe(true);
    expect(await allowed('vera@harbour.test')).toBe(false);
  });

  it('makes one property, however often a phone sends it', async () => {
    const { exported } = await run(examples[2]!, 'olivia@harbour.test');
    const ids = [
      await exported['addProperty']!('key-of-a-phone'),
      await exported['addProperty']!('key-of-a-phone'),
    ];
    expect(new Set(ids).size).toBe(1);
  });

  it('takes a signed delivery, and no other', async () => {
    const { exported } = await run(examples[3]!, 'olivia@harbour.test');
    const payload = '{"type":"member.added"}';
    const delivery = (secret: string) => {
      const at = new Date();
      const signature = new Webhook(secret).sign('msg_1', at, payload);
      const timestamp = String(Math.floor(at.getTime() / 1000));
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': timestamp,
        'webhook-signature': signature,
      };
      return new Request('http://app.test/events', { method: 'POST', headers, body: payload });
    };
    const status = async (secret: string) =>
      ((await exported['receive']!(delivery(secret))) as Response).status;
    expect(await status(SECRET)).toBe(204);
    expect(await status(`whsec_${Buffer.alloc(24, 8).toString('base64')}`)).toBe(400);
  });
});
