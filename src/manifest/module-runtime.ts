import type { DynamicModule, Type } from '@nestjs/common';
import type { CleanUp } from './clean-up.js';
import type { HealthReport } from './health-report.js';
import type { PeriodicJobHandler, RunContext, RunResult } from './periodic-job.js';

/** The handler of a periodic job: the service that does it, and how it is called. */
export interface PeriodicWork {
  readonly service: abstract new (...dependencies: never[]) => object;
  readonly bind: (service: never) => PeriodicJobHandler;
}

/** Tells how a part of a module is; it may throw and hang, which counts as failing. */
export interface HealthCheck {
  check(): Promise<HealthReport>;
}

/** The code behind a manifest. */
export interface ModuleRuntime {
  /** None for a module that `src/app.module.ts` gives something from another one. */
  readonly nestModule?: Type | DynamicModule;
  /** The entities of its tables. */
  readonly entities?: readonly Type[];
  /** What the periodic job `tables.clean-up` deletes of its tables, by the name of the count in the record of the run. */
  readonly cleanUp?: Readonly<Record<string, CleanUp>>;
  /** What does each periodic job of the manifest, by name. */
  readonly periodicWork?: Readonly<Record<string, PeriodicWork>>;
  /** The service that tells of each part in the manifest's `health`, by name. */
  readonly health?: Readonly<Record<string, abstract new (...dependencies: never[]) => HealthCheck>>;
}

/** `work` is called for each run, with the service of that type. */
export function periodicWork<Service extends object>(
  service: abstract new (...dependencies: never[]) => Service,
  work: (service: Service, context: RunContext) => Promise<RunResult>,
): PeriodicWork {
  return { service, bind: (found: Service) => (context) => work(found, context) };
}
