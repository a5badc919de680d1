import { type ModuleRuntime, periodicWork } from '#manifest';
import { ReconciliationMaintenanceService } from './reconciliation-maintenance.service.js';
import { ReconciliationItem } from './records/reconciliation-item.entity.js';
import { Reconciliation } from './records/reconciliation.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [Reconciliation, ReconciliationItem],
  periodicWork: {
    'reconciliation.incremental': periodicWork(ReconciliationMaintenanceService, (rounds, { signal }) =>
      rounds.round('incremental', signal),
    ),
    'reconciliation.full': periodicWork(ReconciliationMaintenanceService, (rounds, { signal }) =>
      rounds.round('full', signal),
    ),
    'reconciliation.resume': periodicWork(ReconciliationMaintenanceService, (rounds, { signal }) =>
      rounds.resume(signal),
    ),
  },
};
