import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { healthByAge, type HealthReport } from '#manifest';

const MAX_WAIT_SECONDS = 300;

/** How the deliveries of Clerk are, and whether an alarm is open. */
@Injectable()
export class WebhooksHealthService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async check(): Promise<HealthReport> {
    const [row] = await this.unitOfWork.run(systemScope('health'), () =>
      this.unitOfWork
        .manager()
        .query<{ pending: number; dead: number; oldestSeconds: number; openAlarms: number }[]>(
          `select count(*) filter (where state = 'pending')::int as pending,
                  count(*) filter (where state = 'dead')::int as dead,
                  coalesce(extract(epoch from now() - min(received_at) filter (where state = 'pending')), 0)::int
                    as "oldestSeconds",
                  (select count(*)::int from sync_alarms where cleared_at is null) as "openAlarms"
             from webhook_deliveries where state in ('pending', 'dead')`,
        ),
    );
    return healthByAge(row, {
      oldestSeconds: ({ oldestSeconds }) => oldestSeconds,
      maxSeconds: MAX_WAIT_SECONDS,
      isOdd: ({ dead, openAlarms }) => dead + openAlarms > 0,
    });
  }
}
