import { Logger } from '@nestjs/common';
import type { HealthIndicatorService } from '@nestjs/terminus';
import type { HealthReport, HealthStatus } from '#manifest';

/** A part of the service that can tell how it is. `app.module` fills the list: this module knows none of them. */
export interface HealthIndicator {
  /** Also a part of metrics' names: lower-case letters and underscores. */
  readonly name: string;
  readonly check: () => Promise<HealthReport>;
}

/** Everything there is to tell, the worst on top. */
export interface HealthSummary {
  readonly status: HealthStatus;
  readonly indicators: Readonly<Record<string, HealthReport>>;
}

/** Milliseconds after which an indicator counts as failing. */
export const INDICATOR_TIMEOUT_MS = 2_000;

const ORDER: readonly HealthStatus[] = ['ok', 'warning', 'failing'];

/** How the service is, in detail; for people and monitors, not for probes. */
export class HealthStatusService {
  private readonly logger = new Logger(HealthStatusService.name);

  constructor(
    private readonly indicators: readonly HealthIndicator[],
    private readonly terminus: HealthIndicatorService,
  ) {}

  /** Asks every indicator at the same time; one that throws or hangs is failing and hides none of the others. */
  async summary(): Promise<HealthSummary> {
    const reports = await Promise.all(
      this.indicators.map(async (indicator) => [indicator.name, await this.report(indicator)] as const),
    );
    return {
      status: worst(reports.map(([, { status }]) => status)),
      indicators: Object.fromEntries(reports),
    };
  }

  private async report({ name, check }: HealthIndicator): Promise<HealthReport> {
    const attempt = this.terminus.check(name).attempt(async () => ({ report: await this.ask(name, check) }));
    const { [name]: outcome } = await attempt.withTimeout(INDICATOR_TIMEOUT_MS);
    if (outcome?.status === 'up') return outcome['report'] as HealthReport;
    return { status: 'failing', detail: { fault: 'no answer in time' } };
  }

  private async ask(indicator: string, check: HealthIndicator['check']): Promise<HealthReport> {
    try {
      return await check();
    } catch (error) {
      // The text of a fault may hold anything, and terminus would tell it: it is for the log.
      this.logger.warn({ msg: 'a part of the service cannot tell how it is', indicator, err: error });
      return { status: 'failing', detail: { fault: 'see the log' } };
    }
  }
}

/** The worst of several; `ok` when there are none. */
export function worst(statuses: readonly HealthStatus[]): HealthStatus {
  return ORDER[Math.max(0, ...statuses.map((status) => ORDER.indexOf(status)))] ?? 'failing';
}
