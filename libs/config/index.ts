/**
 * Reading settings from environment variables. Knows no variable: who reads some says which and what each expects.
 *
 * Every problem is named at once, with what was expected; a value is never printed.
 */
export { EnvironmentError, type EnvironmentProblem } from './environment-error.js';
export { systemErrorCode } from './system-error-code.js';
export { isLoopbackAddress, isLoopbackHost } from './loopback.js';
export {
  addressRange,
  directory,
  hostName,
  listOf,
  matching,
  oneOf,
  origin,
  portNumber,
  postgresUrl,
  publicName,
  receiverUrl,
  singleLine,
  timeZone,
  trueOrFalse,
  wholeNumber,
} from './value-rules.js';
export { Refusal, refuse, type Rule, VariableReader } from './variable-reader.js';
