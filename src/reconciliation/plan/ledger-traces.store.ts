import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { Cause } from '../kinds.js';
import type { Finding } from '../records/reconciliation-item.entity.js';
import { likelyCause } from './cause.rule.js';

/** Clocks of Clerk's parts may differ by that much. */
const SKEW = `interval '1 minute'`;

/** Asks the ledger of webhooks, which it only reads, why the mirror missed something; in the open transaction. */
@Injectable()
export class LedgerTracesStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The likely cause of each finding, in their order. */
  async causesOf(findings: readonly Finding[]): Promise<Cause[]> {
    if (findings.length === 0) return [];
    const rows = await this.unitOfWork.manager().query<TraceRow[]>(
      `select told.state as delivery, ledger.first_at as "firstDeliveryAt",
              coalesce(ledger.last_at >= coalesce(f.changed_at, f.mirrored_at), false) as "othersCameSince"
         from jsonb_to_recordset($1::jsonb)
                as f (index integer, id text, changed_at timestamptz, mirrored_at timestamptz)
         cross join (select min(received_at) as first_at, max(received_at) as last_at from webhook_deliveries) ledger
         left join lateral (
           select d.state from webhook_deliveries d
            where d.object_id = f.id and coalesce(d.event_at, d.received_at) >= coalesce(f.changed_at, f.mirrored_at) - ${SKEW}
            order by case d.state when 'pending' then 0 when 'dead' then 1 else 2 end, d.received_at desc limit 1) told
           on true
        order by f.index`,
      [
        JSON.stringify(
          findings.map(({ clerkId, clerkUpdatedAt, mirroredUpdatedAt }, index) => ({
            index,
            id: clerkId,
            changed_at: clerkUpdatedAt,
            mirrored_at: mirroredUpdatedAt,
          })),
        ),
      ],
    );
    const now = this.clock.now();
    return findings.map(({ clerkUpdatedAt, mirroredUpdatedAt }, index) => {
      const trace = rows[index];
      if (trace === undefined) throw new Error('the ledger told nothing of a finding');
      return likelyCause(clerkUpdatedAt, mirroredUpdatedAt, trace, now);
    });
  }
}

interface TraceRow {
  delivery: 'pending' | 'applied' | 'ignored' | 'dead' | null;
  othersCameSince: boolean;
  firstDeliveryAt: Date | null;
}
