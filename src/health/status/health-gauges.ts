import { Gauge, type Registry, collectDefaultMetrics, register } from 'prom-client';
import type { HealthSummary } from './health-status.service.js';

const VALUES = { ok: 0, warning: 1, failing: 2 } as const;
let isCollecting = false;

/** Turns what the indicators tell into gauges, in the one registry of the process. */
export class HealthGauges {
  private readonly status: Gauge;

  constructor(private readonly registry: Registry = register) {
    this.status = this.gauge(
      'tenantry_health_status',
      'How a part of the service is: 0 ok, 1 warning, 2 failing',
      ['indicator'],
    );
    if (registry === register && !isCollecting) {
      isCollecting = true;
      collectDefaultMetrics();
    }
  }

  set({ indicators }: HealthSummary): void {
    for (const [name, { status, detail }] of Object.entries(indicators)) {
      this.status.set({ indicator: name }, VALUES[status]);
      for (const [key, value] of Object.entries(detail)) {
        if (typeof value !== 'number') continue;
        this.gauge(`tenantry_${name}_${snakeCase(key)}`, `As ${key} of ${name} in GET /health`).set(value);
      }
    }
  }

  async text(): Promise<{ type: string; text: string }> {
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }

  /** One set per process, however many applications run in it. */
  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    const known = this.registry.getSingleMetric(name);
    if (known instanceof Gauge) return known;
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
