import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import type { HealthReport } from '#manifest';

/** Activity that could not be counted when it was seen: somebody has to look why. */
@Injectable()
export class UsageHealthService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async check(): Promise<HealthReport> {
    const [row] = await this.unitOfWork.run(systemScope('health'), () =>
      this.unitOfWork.manager().query<{ deadLetters: number; oldestSeconds: number }[]>(
        `select count(*)::int as "deadLetters",
                coalesce(extract(epoch from now() - min(recorded_at)), 0)::int as "oldestSeconds"
           from usage_dead_letters`,
      ),
    );
    return { status: (row?.deadLetters ?? 1) > 0 ? 'warning' : 'ok', detail: row ?? {} };
  }
}
