import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from 'prom-client';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { SvixSender } from './svix-sender.js';

describe('the figures of the webhook ledger', () => {
  let world: TestApp;
  let sender: SvixSender;

  beforeAll(async () => {
    world = await startTestApp();
    sender = new SvixSender(world, 'figures');
  });

  afterAll(() => world.close());

  /** A figure with these labels; 0 where there is none yet. */
  async function figure(name: string, labels: Record<string, string> = {}): Promise<number> {
    const metric = await register.getSingleMetric(`tenantry_webhook_${name}`)?.get();
    if (metric === undefined) throw new Error(`there is no figure ${name}`);
    const fitting = metric.values.filter((value) =>
      Object.entries(labels).every(([label, wanted]) => value.labels[label] === wanted),
    );
    return fitting.reduce((sum, { value }) => sum + value, 0);
  }

  it('count what was taken, repeated, refused by reason, settled and given up, with few labels', async () => {
    const body = sender.bodyOf({ type: 'moon.landed', data: { id: 'moon_1' } });
    const id = sender.nextId();
    await sender.post(id, body).expect(204);
    await sender.post(id, body).expect(204);
    await sender.post(id, `${body} `).expect(204);
    await sender.post('ü', body).expect(400);
    await sender.post(sender.nextId(), '[]').expect(400);
    await sender.deliver({
      type: 'user.created',
      data: { id: `user_${'f'.repeat(27)}`, email_addresses: 'none' },
    });
    world.clerk.control.ensureUser({ email: 'counted@figures.test' });
    await world.settled();

    expect(await figure('deliveries_taken_total', { type: 'other' })).toBe(1);
    expect(await figure('deliveries_taken_total', { type: 'user.created' })).toBe(2);
    expect(await figure('deliveries_repeated_total', { body: 'same' })).toBe(1);
    expect(await figure('deliveries_repeated_total', { body: 'other' })).toBe(1);
    expect(await figure('deliveries_refused_total', { reason: 'envelope' })).toBe(1);
    expect(await figure('events_settled_total', { state: 'dead' })).toBe(1);
    expect(await figure('events_settled_total', { state: 'applied' })).toBe(1);
    expect(await figure('acknowledge_seconds', { le: '+Inf' })).toBe(3);
    expect(await figure('apply_lag_seconds', { le: '+Inf' })).toBe(1);
  });
});
