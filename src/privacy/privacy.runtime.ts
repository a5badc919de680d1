import { type ModuleRuntime, periodicWork } from '#manifest';
import { PrivacyBulkItem } from './bulk/privacy-bulk-item.entity.js';
import { PrivacyBulk } from './bulk/privacy-bulk.entity.js';
import { PrivacyConsentEvent } from './consents/privacy-consent-event.entity.js';
import { DeskRounds } from './desk/desk-rounds.service.js';
import { ErasureFinding } from './erasure/erasure-finding.entity.js';
import { PrivacyErasure } from './erasure/privacy-erasure.entity.js';
import { PrivacyExport } from './export/privacy-export.entity.js';
import { OrganizationErasure } from './organization/organization-erasure.entity.js';
import { OrganizationHold } from './organization/organization-hold.entity.js';
import { PrivacyRounds } from './privacy-rounds.service.js';
import { PrivacyHold, PrivacyRequest } from './privacy.entities.js';

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
  periodicWork: {
    'privacy.deadlines': periodicWork(DeskRounds, (desk) => desk.watchDeadlines()),
    'privacy.desk': periodicWork(DeskRounds, (desk) => desk.tidy()),
    'privacy.retention': periodicWork(DeskRounds, (desk, { commit, signal }) =>
      desk.keepTimeLimits((work) => commit(work), signal),
    ),
    'privacy.tidy': periodicWork(PrivacyRounds, (rounds, { signal }) => rounds.tidy(signal)),
  },
};
