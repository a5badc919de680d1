import { defineJob } from '#libs/jobs';

/** Carries an erasure on; looks at the row as it is, so a repeat does no harm. */
export const advanceErasureJob = defineJob<{ erasureId: string }>('privacy.advance-erasure', {
  expireInSeconds: 600,
});
/** The same for a whole organization. */
export const advanceOrganizationErasureJob = defineJob<{ erasureId: string }>(
  'privacy.advance-organization-erasure',
  { expireInSeconds: 600 },
);
/** Packs an export. */
export const packExportJob = defineJob<{ exportId: string }>('privacy.pack-export', { expireInSeconds: 900 });
/** Empties what arrived after its person was gone. */
export const emptyLateDeliveriesJob = defineJob<Record<string, never>>('privacy.empty-late-deliveries');
/** Works a bulk off; each turn looks at what is left, so a repeat does no harm. */
export const runBulkJob = defineJob<{ bulkId: string }>('privacy.run-bulk', { expireInSeconds: 180 });
