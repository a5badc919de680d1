import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import {
  CLEAN_UP_ROWS,
  inBites,
  LOADED_MODULES,
  type LoadedModule,
  type RunContext,
  type RunResult,
} from '#manifest';
import { RunsStore } from './runs.store.js';

const RUNS_KEPT_DAYS = 90;
const DAY_MS = 24 * 3600 * 1000;

/** Removes what has served its time: what each module declares of its own tables, limits' windows and old runs of the schedule. */
@Injectable()
export class CleanUpService {
  constructor(
    @Inject(LOADED_MODULES) private readonly modules: readonly LoadedModule[],
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: RunsStore,
    private readonly clock: Clock,
  ) {}

  async run(context: RunContext): Promise<RunResult> {
    const now = this.clock.nowMs();
    const removed: Record<string, number> = {};
    for (const { runtime } of this.modules)
      for (const [name, { sql, keptMs }] of Object.entries(runtime.cleanUp ?? {}))
        removed[name] = await this.delete(context, sql, new Date(now - keptMs));
    const rateLimits = `delete from rate_limits where ctid = any (array(
           select ctid from rate_limits where expire < $1 limit ${CLEAN_UP_ROWS}))`;
    return {
      ...removed,
      rateLimits: await this.delete(context, rateLimits, now - DAY_MS),
      runs: await inBites(context, CLEAN_UP_ROWS, () =>
        this.runs.deleteEndedBefore(new Date(now - RUNS_KEPT_DAYS * DAY_MS), CLEAN_UP_ROWS),
      ),
    };
  }

  private delete(context: RunContext, sql: string, before: Date | number): Promise<number> {
    return inBites(context, CLEAN_UP_ROWS, async () => {
      const [, affected] = await this.unitOfWork.manager().query<[unknown[], number]>(sql, [before]);
      return affected;
    });
  }
}
