import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { healthByAge, type HealthReport } from '#manifest';

const MAX_LAG_SECONDS = 60;
const ODD_LAG_SECONDS = 5;

/** How far the sealing of the audit log is behind what was written. */
@Injectable()
export class AuditHealthService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async check(): Promise<HealthReport> {
    const [row] = await this.unitOfWork.run(systemScope('health'), () =>
      this.unitOfWork.manager().query<{ unsealed: number; lagSeconds: number; sealed: number }[]>(
        `select count(*)::int as unsealed,
                coalesce(extract(epoch from now() - min(occurred_at)), 0)::int as "lagSeconds",
                coalesce((select sequence from audit_chain), 0)::float8 as sealed
           from audit_events
          where not (select exists (select from audit_seals where event_id = id))
            and (xid, id) > ((select sealed_xid from audit_chain), (select sealed_id from audit_chain))
            and xid < pg_snapshot_xmax(pg_current_snapshot())`,
      ),
    );
    return healthByAge(row, {
      oldestSeconds: ({ lagSeconds }) => lagSeconds,
      maxSeconds: MAX_LAG_SECONDS,
      isOdd: ({ lagSeconds }) => lagSeconds > ODD_LAG_SECONDS,
    });
  }
}
