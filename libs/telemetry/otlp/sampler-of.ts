import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { TelemetrySettings } from '../telemetry-settings.js';

/** The sampler that the standard variables name. */
export function samplerOf({
  sampler,
  sampledRatio,
}: Pick<TelemetrySettings, 'sampler' | 'sampledRatio'>): Sampler {
  const root = rootOf(sampler.replace('parentbased_', ''), sampledRatio);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootOf(name: string, ratio: number): Sampler {
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(ratio);
  return name === 'always_on' ? new AlwaysOnSampler() : new AlwaysOffSampler();
}
