import { Counter, Gauge } from 'prom-client';

/** Figures of the sealer, in the process's registry; one set per process, however many applications run in it. */
export const auditMetrics = {
  sealed: new Counter({
    name: 'tenantry_audit_sealed_rows_total',
    help: 'Audit rows that this process put into the chain',
  }),
  lagSeconds: new Gauge({
    name: 'tenantry_audit_seal_lag_seconds',
    help: 'Age of the oldest audit row that is not in the chain yet; alarm above 5',
  }),
  signedRows: new Gauge({
    name: 'tenantry_audit_signed_rows',
    help: 'Rows that the last signed checkpoint covers',
  }),
  failures: new Counter({
    name: 'tenantry_audit_seal_failures_total',
    help: 'Rounds in which the audit log could not be sealed or signed',
  }),
  isIntact: new Gauge({
    name: 'tenantry_audit_intact',
    help: '1 when the last check of the whole audit log found nothing, 0 when it was changed',
  }),
  passedBy: new Gauge({
    name: 'tenantry_audit_passed_by_rows',
    help: 'Audit rows that the last check of the whole log found outside the chain; it seals them late',
  }),
} as const;
