import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { HealthReport } from '#manifest';

/** Part of a request's time after which it counts as nearly due. */
const NEARLY_DUE = 0.8;

/** Whether privacy requests are answered within their time. */
@Injectable()
export class PrivacyHealthService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async check(): Promise<HealthReport> {
    const [row] = await this.unitOfWork.run(systemScope('health'), () =>
      this.unitOfWork
        .manager()
        .query<{ openRequests: number; nearlyDue: number; overdue: number; bulksRunning: number }[]>(
          `select count(*)::int as "openRequests",
                  count(*) filter (where $1 >= received_at + (due_at - received_at) * ${NEARLY_DUE} and $1 < due_at)::int
                    as "nearlyDue",
                  count(*) filter (where $1 >= due_at)::int as overdue,
                  (select count(*)::int from privacy_bulks where status = 'running') as "bulksRunning"
             from privacy_requests where closed_at is null`,
          [this.clock.now()],
        ),
    );
    if (row === undefined) return { status: 'failing', detail: {} };
    const status = row.overdue > 0 ? 'failing' : row.nearlyDue > 0 ? 'warning' : 'ok';
    return { status, detail: row };
  }
}
