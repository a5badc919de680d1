/**
 * Privacy with proof: what is personal and why, exports, erasures with a certificate, holds, consents, deadlines.
 *
 * Owns `privacy_requests`, `privacy_exports`, `privacy_erasures`, `erasure_findings`, `privacy_holds`,
 * `privacy_consent_events`, `privacy_bulks`, `privacy_bulk_items`, `organization_erasures`, `organization_holds`.
 * Invariants: a column that is not declared stops the boot; exports, erasers, probe and record of processing come from
 * the one registry; an erasure goes on from where it stopped; who is erased does not come back; the key of the person
 * goes last.
 */
export { EXISTING_COLUMNS, registry, undeclaredColumns } from './registry/registry.js';
export { CERTIFICATE_TYPE, verifyCertificate, type Certificate } from './records/certificate.js';
export type { OrganizationCertificate } from './records/organization-certificate.js';
export { OrganizationsRestoreCheckService } from './erasure/organizations-restore-check.service.js';
export { tenancies } from './registry/tenancies.js';
export { PrivacyModule } from './privacy.module.js';
export { PrivacyMaintenanceService } from './privacy-maintenance.service.js';
export { PeopleRestoreCheckService } from './erasure/people-restore-check.service.js';
export { LateDeliveriesModule } from './late-deliveries.module.js';
export { ErasureRunService } from './erasure/erasure-run.service.js';
export type { PrivacyErasure } from './records/privacy-erasure.entity.js';
export { ExportPackerService } from './export/export-packer.service.js';
export { PrivacyCaseMaintenanceService } from './privacy-case-maintenance.service.js';
export { BulkRunService } from './bulk/bulk-run.service.js';
