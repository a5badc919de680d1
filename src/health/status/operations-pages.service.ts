import { Environment } from '#settings';
import { Injectable } from '@nestjs/common';
import { HealthGauges } from './health-gauges.js';
import { HealthStatusService, type HealthSummary } from './health-status.service.js';

/** What `/health` tells. */
export interface HealthAnswer extends HealthSummary {
  readonly role: string;
  readonly uptimeSeconds: number;
}

/** What people and monitors of operations read. */
@Injectable()
export class OperationsPagesService {
  constructor(
    private readonly service: HealthStatusService,
    private readonly gauges: HealthGauges,
    private readonly environment: Environment,
  ) {}

  async health(): Promise<HealthAnswer> {
    const { status, indicators } = await this.service.summary();
    const { role } = this.environment;
    return { status, role, uptimeSeconds: Math.floor(process.uptime()), indicators };
  }

  /** In the text format of Prometheus. */
  async metrics(): Promise<{ type: string; text: string }> {
    this.gauges.set(await this.service.summary());
    return this.gauges.text();
  }
}
