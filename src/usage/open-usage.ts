import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { type createDataSource, UnitOfWork } from '#libs/database';
import { MembersStore } from './closing/members.store.js';
import { UsageMonths } from './closing/months.service.js';
import { RecordsStore } from './closing/records.store.js';
import { RollUps } from './closing/roll-ups.service.js';
import { LedgerStore } from './ledger/ledger.store.js';
import { PlaceZones } from './ledger/place-zones.js';
import { FiguresStore } from './report/figures.store.js';
import type { Place } from './report/place.js';
import { UsageReports, type Wanted } from './report/usage-reports.service.js';
import { csvOf } from './views/csv.js';

/**
 * Usage without the service around it, for the operator's command line.
 *
 * @param dataSource an open one of the runtime role, with the entity of the audit log
 */
export function openUsage(
  dataSource: ReturnType<typeof createDataSource>,
  settings: { readonly planLimitMru: number },
) {
  const unitOfWork = new UnitOfWork(dataSource);
  const ledger = new LedgerStore(unitOfWork);
  const figures = new FiguresStore(unitOfWork);
  const members = new MembersStore(unitOfWork);
  const records = new RecordsStore(unitOfWork);
  const audit = new AuditLog(unitOfWork);
  const reports = new UsageReports(
    unitOfWork,
    ledger,
    new PlaceZones(unitOfWork),
    figures,
    records,
    settings,
  );
  const rollUps = new RollUps(unitOfWork, ledger, figures, members, records, reports, audit);
  const months = new UsageMonths(unitOfWork, ledger, members, records, reports, audit);
  return {
    report: (place: Place, wanted: Wanted) => reports.give(systemScope('usage'), place, wanted),
    csvOf,
    rollUps,
    months,
  };
}
