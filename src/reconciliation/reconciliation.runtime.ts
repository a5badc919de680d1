import { type ModuleRuntime, periodicWork } from '#manifest';
import { ReconciliationMaintenance } from './reconciliation-maintenance.service.js';
import { ReconciliationItem } from './runs/reconciliation-item.entity.js';
import { Reconciliation } from './runs/reconciliation.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [Reconciliation, ReconciliationItem],
  periodicWork: {
    'reconciliation.incremental': periodicWork(ReconciliationMaintenance, (rounds, { signal }) =>
      rounds.round('incremental', signal),
    ),
    'reconciliation.full': periodicWork(ReconciliationMaintenance, (rounds, { signal }) =>
      rounds.round('full', signal),
    ),
    'reconciliation.resume': periodicWork(ReconciliationMaintenance, (rounds, { signal }) =>
      rounds.resume(signal),
    ),
  },
};
