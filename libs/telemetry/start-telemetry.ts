import type { Registry } from 'prom-client';
import type { TelemetrySettings, TelemetrySource } from './telemetry-settings.js';

/** Traces and figures that are being sent. */
export interface Telemetry {
  /** Sends what is left, for two seconds at most, and ends. Never throws: a collector that is away is nobody's fault here. */
  stop(): Promise<void>;
}

/** Where exported figures come from. */
export interface FigureSource {
  readonly registry: Registry;
  /** Brings those up to date that are only read off when somebody asks. */
  readonly refresh?: () => Promise<unknown>;
}

/**
 * Begins to measure and to export. OpenTelemetry is loaded only where there is a collector to export to.
 *
 * @param settings undefined: nothing is measured
 * @param onFailure hears of every export that failed
 */
export async function startTelemetry(
  settings: TelemetrySettings | undefined,
  source: TelemetrySource,
  figures: FigureSource,
  onFailure: (error: unknown) => void,
): Promise<Telemetry | undefined> {
  if (settings === undefined) return undefined;
  const { startOtlp } = await import('./otlp/start-otlp.js');
  return startOtlp(settings, source, figures, onFailure);
}
