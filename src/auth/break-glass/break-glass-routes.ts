const ORGANIZATION = '/api/v1/organizations/:organizationId';
const PROPERTY = `${ORGANIZATION}/properties/:propertyId`;
const PLATFORM_ACCOUNT = '/api/v1/platform/service-accounts/:accountId';

/**
 * What a break-glass token opens, by method and pattern: routes that read who holds what and how the service is, and routes
 * that take away. None gives a right, makes a key, belongs to privacy or changes a setting; what is not here stays shut.
 */
export const BREAK_GLASS_ROUTES: ReadonlySet<string> = new Set([
  // How the service is.
  'GET /health',
  'GET /metrics',
  'POST /api/v1/operations/doctor',
  'POST /api/v1/operations/debug-bundle',
  'GET /api/v1/sync/alarms',
  'GET /api/v1/sync/schedule',
  'GET /api/v1/sync/reconciliations',
  // What happened.
  'GET /api/v1/audit-log',
  `GET ${ORGANIZATION}/audit-log`,
  `GET ${PROPERTY}/audit-log`,
  // Who there is, and what they hold.
  'GET /api/v1/users',
  'GET /api/v1/users/:userId',
  'GET /api/v1/organizations',
  `GET ${ORGANIZATION}`,
  `GET ${ORGANIZATION}/members`,
  `GET ${ORGANIZATION}/grants`,
  `GET ${PROPERTY}/grants`,
  `GET ${ORGANIZATION}/service-accounts`,
  `GET ${ORGANIZATION}/service-accounts/:accountId`,
  `GET ${PROPERTY}/service-accounts`,
  `GET ${PROPERTY}/service-accounts/:accountId`,
  'GET /api/v1/platform/service-accounts',
  `GET ${PLATFORM_ACCOUNT}`,
  // Shutting out.
  'POST /api/v1/users/:userId/ban',
  'POST /api/v1/users/:userId/sessions/revoke',
  `POST ${ORGANIZATION}/suspend`,
  // Taking away.
  `DELETE ${ORGANIZATION}/members/:userId`,
  `DELETE ${ORGANIZATION}/grants/:userId/:role`,
  `DELETE ${PROPERTY}/grants/:userId/:role`,
  `DELETE ${ORGANIZATION}/service-accounts/:accountId/grants/:grantId`,
  `DELETE ${PROPERTY}/service-accounts/:accountId/grants/:grantId`,
  `DELETE ${PLATFORM_ACCOUNT}/grants/:role`,
  `DELETE ${ORGANIZATION}/service-accounts/:accountId/keys/:keyId`,
  `DELETE ${PROPERTY}/service-accounts/:accountId/keys/:keyId`,
  `DELETE ${PLATFORM_ACCOUNT}/keys/:keyId`,
]);
