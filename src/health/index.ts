/**
 * Probes for whoever runs the process: `GET /health/live` (the event loop answers) and `GET /health/ready` (this replica
 * can serve now). Neither tells why, and Clerk is in neither: an outage of Clerk must not take replicas out of service.
 */
export { HealthModule } from './health.module.js';
export { Readiness, type ReadinessCheck } from './readiness.js';
