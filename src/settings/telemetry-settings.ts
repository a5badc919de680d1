import { listOf, matching, oneOf, refuse, type Rule, type VariableReader, wholeNumber } from '#libs/config';
import { parseSentryDsn, SAMPLERS, type SentryAddress, type TelemetrySettings } from '#libs/telemetry';
import type { VariableName } from './variables.js';

/** All of them would cost a tenth of the guard's throughput and more; it may cost a twentieth at most, with room to spare. */
const DEFAULT_RATIO = 0.05;

const collector: Rule<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return refuse('is not an http URL');
  if (url.username !== '' || url.password !== '' || url.hash !== '' || url.search !== '')
    return refuse('holds credentials, a query or a fragment');
  return text;
};

const ratio: Rule<number> = (text) =>
  /^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/.test(text) ? Number(text) : refuse('is not a number from 0 to 1');

const headers = listOf(
  matching(/^[A-Za-z0-9!#$&'*+.^_`|~-]+=[\x20-\x7e]+$/, 'is not of the form name=value'),
);

/** Where errors are told. */
export const sentryDsn: Rule<SentryAddress> = (text) => parseSentryDsn(text) ?? refuse('is not a DSN');

/** @returns undefined where nothing is exported */
export function readTelemetry(reader: VariableReader<VariableName>): TelemetrySettings | undefined {
  const endpoint = reader.optional('OTEL_EXPORTER_OTLP_ENDPOINT', collector);
  const values = {
    headers: headersOf(reader.withDefault('OTEL_EXPORTER_OTLP_HEADERS', headers, [])),
    serviceName: reader.withDefault(
      'OTEL_SERVICE_NAME',
      matching(/^[\w.-]{1,100}$/, 'is not a name'),
      'tenantry',
    ),
    sampler: reader.withDefault('OTEL_TRACES_SAMPLER', oneOf(SAMPLERS), 'parentbased_traceidratio'),
    sampledRatio: reader.withDefault('OTEL_TRACES_SAMPLER_ARG', ratio, DEFAULT_RATIO),
    metricIntervalMs: reader.withDefault(
      'OTEL_METRIC_EXPORT_INTERVAL',
      wholeNumber(1_000, 3_600_000),
      60_000,
    ),
  };
  return endpoint === undefined ? undefined : reader.group<TelemetrySettings>({ endpoint, ...values });
}

/** Values are percent-encoded, as the specification of the variable says. */
function headersOf(members: readonly string[] | undefined): Record<string, string> | undefined {
  if (members === undefined) return undefined;
  return Object.fromEntries(
    members.map((member) => {
      const at = member.indexOf('=');
      return [member.slice(0, at).toLowerCase(), decoded(member.slice(at + 1))];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
