/**
 * The client of Tenantry, for Node, browsers and edge runtimes: every route with its types, tokens, retries, idempotency
 * keys, pages as async iterators, problems as classes, questions about rights, and signatures of webhooks,
 * certificates and the audit log.
 */
export type { components, operations, paths } from './api-types.js';
export type { ApiClient, Call, ClientOptions, DataOf } from './client.js';
export type { ItemOf, ListPath } from './paging.js';
export {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  isProblem,
  NotFoundError,
  type ProblemCode,
  ProblemError,
  ReverificationRequiredError,
  StaleVersionError,
  TooManyRequestsError,
  UnauthenticatedError,
  UnavailableError,
} from './problems.js';
export type { RetryOptions } from './retries.js';
export { type AuditFault, type AuditVerdict, verifyAuditExport } from './audit-export.js';
export type { SigningKey } from './signed-bytes.js';
export { type SignatureVerdict, type SignedDocument, verifyDocument } from './signed-documents.js';
export { createTenantry, type Explanation, type Place, type Tenantry } from './tenantry.js';
export { verifyWebhook, type VerifyOptions, WebhookVerificationError } from './webhooks.js';
