/**
 * The edge: how this service speaks HTTP. Knows nothing of the domain.
 *
 * Every request has an id and a context; every fault becomes a problem document; every body is strict JSON in a DTO whose
 * fields are declared in one line each.
 */
export { AppError, type AppErrorOptions, type FieldError } from './errors/app-error.js';
export { constraintErrors } from './errors/constraint-errors.js';
export {
  defineErrors,
  type ErrorCatalogue,
  type ErrorDefinition,
  type ErrorFactory,
} from './errors/define-errors.js';
export { httpErrors } from './errors/http-errors.js';
export { PROBLEM_JSON, type Problem } from './errors/problem.js';
export { ProblemFilter } from './errors/problem.filter.js';
export { deriveKey } from './derive-key.js';
export { addressBucket } from './request/address-bucket.js';
export {
  type HostCookie,
  hostCookieValues,
  setHostCookie,
  takesSecureCookies,
} from './request/host-cookie.js';
export { CallerIdentity } from './request/caller-identity.js';
export { requestContext, runInRequestContext, type RequestContext } from './request/request-context.js';
export { HttpSettings, type RateLimitSettings } from './http-settings.js';
export { FORM_BODY } from './server/form-body.js';
export { type Pages, servePages } from './pages/serve-pages.js';
export { answerBeforeNest } from './server/answer-before-nest.js';
export { configureHttp } from './server/configure-http.js';
export { createFastifyAdapter, TIMEOUTS } from './server/fastify-adapter.js';
export { findJsonFault } from './server/json-scanner.js';
export { RawBody } from './server/raw-body.js';
export { Field, type FieldOptions } from './validation/field.js';
export * from './validation/fields.js';
export { ListField, ObjectField, ObjectListField, type ListOptions } from './validation/nested-fields.js';
export {
  booleanValue,
  dateTimeValue,
  enumValue,
  integerValue,
  timezoneValue,
} from './validation/scalar-values.js';
export { emailValue, patternValue, slugValue, textValue, uuidValue } from './validation/text-values.js';
export { canonicalTimezone } from './validation/time-formats.js';
export { StrictValidationPipe } from './validation/validation-pipe.js';
export { accepted, refused, type ValueType } from './validation/value-type.js';
export { CursorCodec, type CursorList, type CursorPosition } from './paging/cursor-codec.js';
export { pageById, pageByPair } from './paging/page-by-key.js';
export { ApiPageOf, PageQuery, pageOf, type Page } from './paging/page.js';
export { assertVersion, etagOf, IfMatch, setEtag } from './preconditions/etag.js';
export { IDEMPOTENT, Idempotent, type IdempotentOptions } from './idempotency/idempotency.interceptor.js';
export {
  IDEMPOTENCY_TTL_SECONDS,
  type EffectMark,
  IdempotencyStore,
  type IdempotencyResult,
  type IdempotentOutcome,
  type IdempotentRequest,
} from './idempotency/idempotency-store.js';
export { EXAMPLE_ID, IdParam, IdPipe } from './validation/id-param.js';
export { type DescribedParam, describedParam, PathParam, TextParam } from './validation/path-param.js';
export { HEAVY, Heavy } from './heavy/heavy.interceptor.js';
export { HeavyRequests } from './heavy/heavy-requests.js';
export { loggerOptions } from './logging/logger-options.js';
export { redactText } from './logging/redaction.js';
export { serializeError, type SerializedError } from './logging/serialize-error.js';
export { hiddenSubject } from './rate-limit/hidden-subject.js';
export { limitByAddress } from './rate-limit/limit-by-address.js';
export { UserRateLimitGuard } from './rate-limit/user-rate-limit.guard.js';
export {
  MemoryRateLimitStore,
  PostgresRateLimitStore,
  RateLimitStore,
  type RateLimitCount,
} from './rate-limit/rate-limit-store.js';
export { RATE_LIMIT_WINDOW_SECONDS, RateLimits } from './rate-limit/rate-limits.js';
export { ApiContents } from './openapi/api-contents.js';
export type { ApiRoute } from './openapi/api-operation.js';
export { type ApiDescription, describeApi } from './openapi/describe-api.js';
export { problemCode } from './openapi/describe-problems.js';
export type { DescribedProblem } from './openapi/edge-problems.js';
export { setupOpenApi, type OpenApiOptions } from './openapi/setup-open-api.js';
