/**
 * The edge: how this service speaks HTTP. Knows nothing of the domain.
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
export { requestContext, runInRequestContext, type RequestContext } from './request/request-context.js';
export { createFastifyAdapter, TIMEOUTS } from './server/fastify-adapter.js';
export { StrictValidationPipe } from './validation/validation-pipe.js';
export { RawBody } from './server/raw-body.js';
