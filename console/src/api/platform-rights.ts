/** Whoever holds one of these finds something to do on the pages of compliance. */
export const COMPLIANCE_RIGHTS = [
  'platform:privacy:manage',
  'platform:privacy:erase',
  'platform:privacy:export',
  'platform:audit:read',
] as const;

/** Likewise on those of the operator. */
export const OPERATIONS_RIGHTS = [
  'platform:operations:read',
  'platform:sync:read',
  'platform:sync:manage',
  'platform:usage:read',
] as const;
