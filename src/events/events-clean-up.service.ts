import { Injectable } from '@nestjs/common';
import { inBites, type RunContext, type RunResult } from '#manifest';
import { Clock } from '#libs/time';
import { TenantAlarms } from '#tenants';
import { EventDeliveriesStore } from './deliveries/event-deliveries.store.js';
import { EventsStore } from './feed/events.store.js';
import { AccessSnapshotsStore } from './access/access-snapshots.store.js';

const KEPT_MS = 30 * 24 * 3600 * 1000;
const AT_ONCE = 2_000;

/** Takes away what has served its time, and looks at everybody's rights once a night. */
@Injectable()
export class EventsCleanUpService {
  constructor(
    private readonly events: EventsStore,
    private readonly deliveries: EventDeliveriesStore,
    private readonly snapshots: AccessSnapshotsStore,
    private readonly alarms: TenantAlarms,
    private readonly clock: Clock,
  ) {}

  /** Events are kept for 30 days; whoever reads on from further back is told. */
  async prune(context: RunContext): Promise<RunResult> {
    const before = new Date(this.clock.nowMs() - KEPT_MS);
    const events = await inBites(context, AT_ONCE, () => this.events.prune(before, AT_ONCE));
    await context.commit(async () => {
      await this.alarms.clearAllBut('disabled_endpoint', await this.deliveries.listDisabledEndpoints());
    });
    return { events };
  }

  /** A change of somebody's rights that no row of the log told of is told now. */
  async recheck({ conclude }: RunContext): Promise<RunResult> {
    return conclude(async () => ({ organizations: await this.snapshots.recheckAll(this.clock.now()) }));
  }
}
