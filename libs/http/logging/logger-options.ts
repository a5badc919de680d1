import type { Params } from 'nestjs-pino';
import { stdTimeFunctions, type DestinationStream, type LoggerOptions } from 'pino';
import { currentSpan } from '#libs/telemetry';
import type { HttpSettings } from '../http-settings.js';
import { requestContext } from '../request/request-context.js';
import { redactFields, redactText } from './redaction.js';
import { serializeError } from './serialize-error.js';
import { traceFields } from './trace-fields.js';

/**
 * Settings for `LoggerModule.forRoot`: one JSON line per event, with the request's id on every line that is written
 * while serving it, and nothing secret or personal in any. Requests themselves are told by {@link logRequests}.
 * @param destination where lines go; standard output unless given
 */
export function loggerOptions({ logLevel, role }: HttpSettings, destination?: DestinationStream): Params {
  const options: LoggerOptions = {
    level: logLevel,
    timestamp: stdTimeFunctions.isoTime,
    base: { pid: process.pid, role },
    mixin: () => {
      const requestId = requestContext()?.requestId;
      return { ...(requestId !== undefined && { requestId }), ...traceFields(currentSpan()) };
    },
    formatters: {
      level: (label) => ({ level: label }),
      log: (entry) => redactFields(entry, serializeError) as Record<string, unknown>,
    },
    serializers: { err: (error: unknown) => (error instanceof Error ? serializeError(error) : error) },
    // The last look at every line, whatever wrote it.
    hooks: { streamWrite: redactText },
  };
  const pinoHttp = { ...options, autoLogging: false, quietReqLogger: true, wrapSerializers: false };
  // No middleware: it would run behind the hooks that refuse a request, and those would go untold.
  return { pinoHttp: destination ? [pinoHttp, destination] : pinoHttp, forRoutes: [] };
}
