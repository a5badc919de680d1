/**
 * For whoever runs the process: `GET /health/live` (the event loop answers) and `GET /health/ready` (this replica can serve
 * now) for probes, which tell no reason; `GET /health`, `GET /metrics` and `POST /api/v1/operations/doctor` for operations,
 * which tell it in detail. Clerk is in neither probe: an outage of Clerk must not take replicas out of service.
 */
export { answerMetricsToken } from './status/metrics-token.hook.js';
export type { CheckResult, DoctorReport, KeyEntry } from './doctor/doctor-report.js';
export { OperationsPagesService } from './status/operations-pages.service.js';
export { HealthModule } from './health.module.js';
export { serveOperationsOnly } from './serve-operations-only.hook.js';
export { HealthStatusService, type HealthIndicator } from './status/health-status.service.js';
export { Readiness, type ReadinessCheck } from './readiness.js';
