import { Environment } from '#libs/config';
import { Injectable } from '@nestjs/common';
import { PostureGauges } from '../metrics/posture-gauges.js';
import { Posture, type PostureSummary } from './posture.js';

/** What `/health` tells. */
export interface PostureAnswer extends PostureSummary {
  readonly role: string;
  readonly uptimeSeconds: number;
}

/** What people and monitors of operations read. */
@Injectable()
export class OperationsPagesService {
  constructor(
    private readonly posture: Posture,
    private readonly gauges: PostureGauges,
    private readonly environment: Environment,
  ) {}

  async health(): Promise<PostureAnswer> {
    const { status, indicators } = await this.posture.summary();
    const { role } = this.environment;
    return { status, role, uptimeSeconds: Math.floor(process.uptime()), indicators };
  }

  /** In the text format of Prometheus. */
  async metrics(): Promise<{ type: string; text: string }> {
    this.gauges.set(await this.posture.summary());
    return this.gauges.text();
  }
}
