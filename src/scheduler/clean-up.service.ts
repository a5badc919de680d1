import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import {
  deleteInBites,
  inBites,
  LOADED_MODULES,
  type LoadedModule,
  type RunContext,
  type RunResult,
} from '#manifest';
import { RunsStore } from './runs.store.js';

const AT_ONCE = 5_000;
const RUNS_KEPT_DAYS = 90;
const DAY_MS = 24 * 3600 * 1000;

/** Removes what has served its time: each module of its own tables, and here limits' windows and old runs of the schedule. */
@Injectable()
export class CleanUpService {
  constructor(
    @Inject(LOADED_MODULES) private readonly modules: readonly LoadedModule[],
    private readonly services: ModuleRef,
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: RunsStore,
    private readonly clock: Clock,
  ) {}

  async run(context: RunContext): Promise<RunResult> {
    const now = this.clock.nowMs();
    const removed: RunResult[] = [];
    for (const { cleanUp } of this.modules.map(({ runtime }) => runtime)) {
      if (cleanUp === undefined) continue;
      const service = this.services.get<never>(cleanUp.service, { strict: false });
      removed.push(await cleanUp.bind(service)(context));
    }
    const rateLimits = `delete from rate_limits where ctid = any (array(
           select ctid from rate_limits where expire < $1 limit ${AT_ONCE}))`;
    return {
      ...(Object.assign({}, ...removed) as RunResult),
      rateLimits: await deleteInBites(context, this.unitOfWork, AT_ONCE, rateLimits, now - DAY_MS),
      runs: await inBites(context, AT_ONCE, () =>
        this.runs.deleteEndedBefore(new Date(now - RUNS_KEPT_DAYS * DAY_MS), AT_ONCE),
      ),
    };
  }
}
