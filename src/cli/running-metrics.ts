import type { ReadableSettings } from '#settings';
import { localUrl } from '../local-url.js';
import { CommandFailure } from './command-failure.js';

const TIMEOUT_MS = 3_000;

/**
 * The figures of the service that runs on this machine by these settings.
 *
 * @throws CommandFailure where none runs, or nobody lets them be read
 */
export async function readRunningMetrics({
  host,
  port,
  metricsToken,
  operationsAccess,
}: ReadableSettings): Promise<string> {
  if (host === undefined || port === undefined) throw new CommandFailure('HOST or PORT cannot be read.');
  if (metricsToken === undefined && operationsAccess !== 'loopback')
    throw new CommandFailure(
      'Set METRICS_TOKEN, or take the bundle of the route: its figures are those of the service.',
    );
  const answer = await fetch(`${localUrl(host, port)}/metrics`, {
    headers: metricsToken === undefined ? {} : { authorization: `Bearer ${metricsToken}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined);
  if (answer === undefined) throw new CommandFailure('No service answers at HOST and PORT.');
  if (!answer.ok) throw new CommandFailure(`The service answered ${answer.status} to GET /metrics.`);
  return answer.text();
}
