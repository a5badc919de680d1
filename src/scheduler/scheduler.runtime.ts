import { type ModuleRuntime, periodicWork } from '#manifest';
import { CleanUpService } from './clean-up.service.js';
import { PartitionsService } from './partitions.service.js';
import { ScheduledRun } from './scheduled-run.entity.js';
import { ScheduleHealthService } from './schedule-health.service.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [ScheduledRun],
  health: { schedule: ScheduleHealthService },
  periodicWork: {
    'tables.clean-up': periodicWork(CleanUpService, (cleanUp, context) => cleanUp.run(context)),
    'tables.partitions': periodicWork(PartitionsService, (partitions, context) =>
      partitions.makeAhead(context),
    ),
  },
};
