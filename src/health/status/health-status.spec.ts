import { Logger } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { beforeAll, describe, expect, it } from 'vitest';
import { Registry } from 'prom-client';
import { HealthGauges } from './health-gauges.js';
import { type HealthIndicator, HealthStatusService, worst } from './health-status.service.js';

const statusOf = (indicators: readonly HealthIndicator[]) =>
  new HealthStatusService(indicators, new HealthIndicatorService());

describe('the status of the service', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('is as bad as its worst part, and one that throws hides neither the others nor tells what it met', async () => {
    const service = statusOf([
      { name: 'good', check: () => Promise.resolve({ status: 'ok', detail: { waiting: 3 } }) },
      { name: 'odd', check: () => Promise.resolve({ status: 'warning', detail: {} }) },
      { name: 'broken', check: () => Promise.reject(new Error('c4n4ry at db.internal')) },
    ]);
    const summary = await service.summary();
    expect(summary.status).toBe('failing');
    expect(summary.indicators['good']).toEqual({ status: 'ok', detail: { waiting: 3 } });
    expect(JSON.stringify(summary)).not.toContain('c4n4ry');
    expect([worst([]), worst(['ok', 'warning']), worst(['warning', 'failing', 'ok'])]).toEqual([
      'ok',
      'warning',
      'failing',
    ]);
  });

  it('does not wait for a part that hangs', async () => {
    const service = statusOf([{ name: 'stuck', check: () => new Promise(() => undefined) }]);
    expect((await service.summary()).indicators['stuck']).toEqual({
      status: 'failing',
      detail: { fault: 'no answer in time' },
    });
  });

  it('becomes gauges: a state for each part, and each number by its name', async () => {
    const gauges = new HealthGauges(new Registry());
    const summary = {
      status: 'warning',
      indicators: { jobs: { status: 'warning', detail: { oldestSeconds: 12, worst: 'a' } } },
    } as const;
    gauges.set(summary);
    gauges.set(summary);
    const { text } = await gauges.text();
    expect(text).toContain('tenantry_health_status{indicator="jobs"} 1');
    expect(text).toContain('tenantry_jobs_oldest_seconds 12');
    expect(text).not.toContain('worst');
  });
});
