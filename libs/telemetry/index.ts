/**
 * Traces, figures and errors for whoever runs the service, with nothing personal in any of them: a span says only what
 * {@link SpanAttributes} lists.
 *
 * Whoever does something worth measuring calls {@link inSpan}; where nothing is exported that costs a comparison, and
 * nothing of OpenTelemetry is loaded.
 */
export { bundledSource } from './errors/bundled-source.js';
export { errorTypeOf } from './error-type.js';
export { ErrorTracker, reportError, useErrorTracker } from './errors/error-tracker.js';
export { type NotedError, notedErrors } from './errors/noted-errors.js';
export { parseSentryDsn, type SentryAddress } from './errors/sentry-dsn.js';
export { SentryErrorTracker } from './errors/sentry-error-tracker.js';
export type { OpenSpan, SpanDescription } from './span.js';
export { startTelemetry, type Telemetry } from './start-telemetry.js';
export { SAMPLERS, type TelemetrySettings } from './telemetry-settings.js';
export { parseTraceparent } from './traceparent.js';
export { currentSpan, inSpan, inSpansOf, startSpan, traceHeaders, withSpan } from './tracing.js';
