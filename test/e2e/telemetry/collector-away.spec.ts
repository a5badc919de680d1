import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OtlpReceiver } from '../../support/otlp-receiver.js';
import { freePort } from '../../support/free-port.js';
import { startTestApp, type TestApp, until } from '../../support/test-app.js';
import { CapturedLog } from '../privacy/leftovers.js';

const REQUESTS = 700;

describe('a collector that takes nothing', () => {
  let collector: OtlpReceiver | undefined;
  const log = new CapturedLog();

  // Before the first logger of the process is made, which all of them share.
  beforeAll(() => {
    log.start();
  });
  afterAll(() => {
    log.stop();
  });
  afterEach(async () => {
    await collector?.stop();
    collector = undefined;
  });

  it('that hangs holds up neither requests nor the end of the process', async () => {
    collector = await new OtlpReceiver().start();
    collector.isSilent = true;
    const world = await start(collector.url);
    await ask(world);
    await until('an export is under way', () => Promise.resolve(collector!.requests > 0));
    await expectFast(world);
    const began = performance.now();
    await world.close();
    // Two seconds are for the export; the rest is what an application needs to end.
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('that is away is told of once in the log, and refuses nobody', async () => {
    log.text = '';
    const world = await start(`http://127.0.0.1:${String(await freePort())}`);
    await ask(world);
    await until('it is told', () => Promise.resolve(log.text.includes('cannot be exported now')));
    await ask(world);
    await expectFast(world);
    await world.close();
    expect(log.text.match(/cannot be exported now/g)).toHaveLength(1);
  });

  function start(url: string): Promise<TestApp> {
    return startTestApp({
      variables: () => ({
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_TRACES_SAMPLER: 'always_on',
        OTEL_METRIC_EXPORT_INTERVAL: '1000',
        LOG_LEVEL: 'warn',
      }),
    });
  }

  /** So many that a batch is full and leaves at once. */
  async function ask(world: TestApp): Promise<void> {
    for (let count = 0; count < REQUESTS; count += 50)
      await Promise.all(Array.from({ length: 50 }, () => fetch(`${world.url}/api/v1/me`)));
  }

  async function expectFast(world: TestApp): Promise<void> {
    const began = performance.now();
    expect((await fetch(`${world.url}/api/v1/me`)).status).toBe(401);
    expect(performance.now() - began).toBeLessThan(1_000);
  }
});
