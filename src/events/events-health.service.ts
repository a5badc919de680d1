import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { healthByAge, type HealthReport } from '#manifest';
import { UnitOfWork } from '#libs/database';

const MAX_WAIT_SECONDS = 300;

/** Whether what happens is published, and whether endpoints take it. */
@Injectable()
export class EventsHealthService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async check(): Promise<HealthReport> {
    const [row] = await this.unitOfWork.run(systemScope('health'), () =>
      this.unitOfWork
        .manager()
        .query<{ behind: number; oldestSeconds: number; failing: number; disabled: number; dead: number }[]>(
          `select (c.sequence - f.sealed_sequence)::int as behind,
                coalesce((select extract(epoch from now() - e.occurred_at) from audit_seals s
                  join audit_events e on e.id = s.event_id where s.sequence = f.sealed_sequence + 1), 0)::int
                  as "oldestSeconds",
                (select count(*)::int from event_endpoints where failing_since is not null) as failing,
                (select count(*)::int from event_endpoints where state = 'disabled' and disabled_because <> 'asked') as disabled,
                (select count(*)::int from (
                  select from event_endpoints p
                   where exists (select from event_deliveries d where d.endpoint_id = p.id and d.state = 'dead')) dead_letters) as dead
           from event_feed f, audit_chain c`,
        ),
    );
    return healthByAge(row, {
      oldestSeconds: ({ oldestSeconds }) => oldestSeconds,
      maxSeconds: MAX_WAIT_SECONDS,
      isOdd: ({ failing, disabled, dead }) => failing + disabled + dead > 0,
    });
  }
}
