import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.js';
import { gone, Workplace, type Running } from './driven-service.js';

const workplace = new Workplace();
let service: Running | undefined;

afterAll(async () => {
  await service?.stop('SIGKILL');
  const postgres = workplace.postgresPid();
  if (postgres !== undefined) await gone(postgres);
  workplace.clear();
});

describe('the local stack', () => {
  it('says that it is ready when local.json and the demo data are there, and not before', async () => {
    const port = await freePort();
    service = workplace.start({ PORT: String(port) });
    const seen: number[] = [];
    let status = 0;
    const deadline = Date.now() + 110_000;
    while (status !== 200 && Date.now() < deadline) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      status = answer?.status ?? 0;
      const isAnnounced = workplace.readLocalFile()?.['pid'] === service.pid;
      if (status === 200) expect(isAnnounced).toBe(true);
      if (status !== 0) seen.push(status);
      await sleep(5);
    }
    expect(seen.at(-1)).toBe(200);
    // The demo data takes longer than a look at the probe.
    expect(seen[0]).toBe(503);
  }, 120_000);
});
