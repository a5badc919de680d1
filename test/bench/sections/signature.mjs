import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'svix';
import { median, printTable } from '../load.mjs';

const ROUNDS = 9;
const SIZES = [1_000, 10_000, 100_000, 256_000];

/** Checks of one webhook's signature in a tight loop: svix, which the service uses, beside Node's own HMAC. */
export async function measure(_stack, { isQuick }) {
  const key = randomBytes(24);
  const webhook = new Webhook(`whsec_${key.toString('base64')}`);
  const at = new Date();
  const seconds = String(Math.floor(at.getTime() / 1000));
  const forged = `v1,${randomBytes(32).toString('base64')}`;
  const rows = SIZES.map((size) => {
    const body = JSON.stringify({ type: 'user.updated', data: 'x'.repeat(size - 32) });
    const good = webhook.sign('msg_1', at, body);
    const bySvix = (signature) => {
      try {
        webhook.verify(body, { 'svix-id': 'msg_1', 'svix-timestamp': seconds, 'svix-signature': signature });
        return true;
      } catch {
        return false;
      }
    };
    const byNode = (signature) => {
      const mac = createHmac('sha256', key).update(`msg_1.${seconds}.${body}`).digest('base64');
      const [given, expected] = [Buffer.from(signature), Buffer.from(`v1,${mac}`)];
      return given.length === expected.length && timingSafeEqual(given, expected);
    };
    const loops = Math.ceil((isQuick ? 2e6 : 2e7) / size);
    const ways = [() => bySvix(good), () => bySvix(forged), () => byNode(good), () => byNode(forged)];
    // In turns, so that what else the machine does is shared by all.
    const rounds = Array.from({ length: ROUNDS }, () => ways.map((way) => microseconds(way, loops)));
    const [svix, svixForged, node, nodeForged] = ways.map((_, index) =>
      median(rounds.map((round) => round[index])),
    );
    const shown = [svix, svixForged, node, nodeForged].map((each) => `${each.toFixed(1)} µs`);
    return [`${size / 1_000} kB`, ...shown, `${(svix / node).toFixed(1)} x`];
  });
  const columns = ['body', 'svix', 'svix, forged', 'node:crypto', 'node:crypto, forged', 'svix : node'];
  printTable('One signature of a webhook (to reach: under 1 000 µs at 10 kB)', columns, rows);
}

function microseconds(way, loops) {
  const expected = way();
  const startedAt = process.hrtime.bigint();
  for (let loop = 0; loop < loops; loop += 1) if (way() !== expected) throw new Error('the answer changed');
  return Number(process.hrtime.bigint() - startedAt) / loops / 1_000;
}
