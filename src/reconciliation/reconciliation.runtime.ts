import { type ModuleRuntime, periodicWork } from '#manifest';
import { ReconciliationMaintenanceService } from './reconciliation-maintenance.service.js';
import { MirrorHealthService } from './seeding/mirror-health.service.js';
import { ReconciliationItem } from './records/reconciliation-item.entity.js';
import { Reconciliation } from './records/reconciliation.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [Reconciliation, ReconciliationItem],
  health: { mirror: MirrorHealthService },
  periodicWork: {
    'reconciliation.incremental': periodicWork(ReconciliationMaintenanceService, (maintenance, { signal }) =>
      maintenance.round('incremental', signal),
    ),
    'reconciliation.full': periodicWork(ReconciliationMaintenanceService, (maintenance, { signal }) =>
      maintenance.round('full', signal),
    ),
    'reconciliation.resume': periodicWork(ReconciliationMaintenanceService, (maintenance, { signal }) =>
      maintenance.minute(signal),
    ),
  },
};
