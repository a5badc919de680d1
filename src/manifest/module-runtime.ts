import type { DynamicModule, Type } from '@nestjs/common';
import type { PeriodicJobHandler, RunContext, RunResult } from './periodic-job.js';

/** The handler of a periodic job: the service that does it, and how it is called. */
export interface PeriodicWork {
  readonly service: abstract new (...dependencies: never[]) => object;
  readonly bind: (service: never) => PeriodicJobHandler;
}

/** The code behind a manifest. */
export interface ModuleRuntime {
  /** None for a module that `src/app.module.ts` gives something from another one. */
  readonly nestModule?: Type | DynamicModule;
  /** The entities of its tables. */
  readonly entities?: readonly Type[];
  /** What does each periodic job of the manifest, by name. */
  readonly periodicWork?: Readonly<Record<string, PeriodicWork>>;
}

/** `work` is called for each run, with the service of that type. */
export function periodicWork<Service extends object>(
  service: abstract new (...dependencies: never[]) => Service,
  work: (service: Service, context: RunContext) => Promise<RunResult>,
): PeriodicWork {
  return { service, bind: (found: Service) => (context) => work(found, context) };
}
