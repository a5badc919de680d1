import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import type { HealthReport } from '#manifest';
import { Environment } from '#settings';

/** Whether there are break-glass tokens, and whether somebody used one in the last day. */
@Injectable()
export class BreakGlassHealthService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly environment: Environment,
  ) {}

  async check(): Promise<HealthReport> {
    const [row] = await this.unitOfWork.run(systemScope('health'), () =>
      this.unitOfWork.manager().query<{ usedLastDay: number; lastUsedAt: Date | null }[]>(
        `select count(*)::int as "usedLastDay", max(used_at) as "lastUsedAt" from break_glass_uses
          where used_at > now() - interval '24 hours'`,
      ),
    );
    const { usedLastDay = 0, lastUsedAt = null } = row ?? {};
    return {
      status: usedLastDay > 0 ? 'warning' : 'ok',
      detail: {
        isConfigured: this.environment.breakGlassKey !== undefined,
        usedLastDay,
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      },
    };
  }
}
