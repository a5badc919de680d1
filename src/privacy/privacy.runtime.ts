import { type ModuleRuntime, periodicWork } from '#manifest';
import { PrivacyBulkItem } from './records/privacy-bulk-item.entity.js';
import { PrivacyBulk } from './records/privacy-bulk.entity.js';
import { PrivacyConsentEvent } from './records/privacy-consent-event.entity.js';
import { PrivacyCaseMaintenanceService } from './privacy-case-maintenance.service.js';
import { ErasureFinding } from './records/erasure-finding.entity.js';
import { PrivacyErasure } from './records/privacy-erasure.entity.js';
import { PrivacyExport } from './records/privacy-export.entity.js';
import { OrganizationErasure } from './records/organization-erasure.entity.js';
import { OrganizationHold } from './records/organization-hold.entity.js';
import { PrivacyMaintenanceService } from './privacy-maintenance.service.js';
import { PrivacyHold, PrivacyRequest } from './records/privacy.entities.js';
import { PrivacyHealthService } from './cases/privacy-health.service.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [
    ErasureFinding,
    OrganizationErasure,
    OrganizationHold,
    PrivacyBulk,
    PrivacyBulkItem,
    PrivacyConsentEvent,
    PrivacyErasure,
    PrivacyExport,
    PrivacyHold,
    PrivacyRequest,
  ],
  health: { privacy: PrivacyHealthService },
  periodicWork: {
    'privacy.deadlines': periodicWork(PrivacyCaseMaintenanceService, (maintenance) =>
      maintenance.watchDeadlines(),
    ),
    'privacy.cases': periodicWork(PrivacyCaseMaintenanceService, (maintenance) => maintenance.tidy()),
    'privacy.retention': periodicWork(PrivacyCaseMaintenanceService, (maintenance, context) =>
      maintenance.keepTimeLimits(context),
    ),
    'privacy.tidy': periodicWork(PrivacyMaintenanceService, (maintenance, { signal }) =>
      maintenance.tidy(signal),
    ),
  },
};
