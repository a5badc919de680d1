// Written by `npm run openapi` from the routes of the service; `npm run check` compares. Do not edit.

/** Paths whose POST takes an `Idempotency-Key`. */
export const idempotentPosts: readonly string[] = [
  '/api/v1/event-endpoints',
  '/api/v1/organizations',
  '/api/v1/organizations/{organizationId}/agents',
  '/api/v1/organizations/{organizationId}/data-erasures',
  '/api/v1/organizations/{organizationId}/data-exports',
  '/api/v1/organizations/{organizationId}/data-holds',
  '/api/v1/organizations/{organizationId}/event-endpoints',
  '/api/v1/organizations/{organizationId}/groups',
  '/api/v1/organizations/{organizationId}/invitations',
  '/api/v1/organizations/{organizationId}/invitations/bulk',
  '/api/v1/organizations/{organizationId}/members',
  '/api/v1/organizations/{organizationId}/properties',
  '/api/v1/organizations/{organizationId}/properties/{propertyId}/invitations',
  '/api/v1/organizations/{organizationId}/roles',
  '/api/v1/organizations/{organizationId}/service-accounts',
  '/api/v1/organizations/{organizationId}/service-accounts/{accountId}/clerk-credentials',
  '/api/v1/organizations/{organizationId}/service-accounts/{accountId}/keys',
  '/api/v1/organizations/{organizationId}/service-accounts/{accountId}/keys/{keyId}/rotate',
  '/api/v1/privacy/bulk',
  '/api/v1/privacy/erasures',
  '/api/v1/privacy/exports',
  '/api/v1/privacy/holds',
  '/api/v1/privacy/requests',
  '/api/v1/sync/reconciliations',
];
