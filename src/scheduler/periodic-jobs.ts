import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  LOADED_MODULES,
  type LoadedModule,
  matchDeclared,
  type PeriodicJobDeclaration,
  type PeriodicWork,
} from '#manifest';
import { CronSchedule } from './cron.rule.js';
import type { PeriodicJob } from './periodic-job.js';

/** Everything that is done again and again, from the manifests of the modules; times are UTC. */
@Injectable()
export class PeriodicJobs {
  readonly list: readonly PeriodicJob[];

  /** @throws Error for a job that no work is there for, and for work that no manifest declares */
  constructor(
    @Inject(LOADED_MODULES) modules: readonly LoadedModule[],
    private readonly services: ModuleRef,
  ) {
    this.list = modules.flatMap((module) => this.jobsOf(module));
  }

  find(name: string): PeriodicJob | undefined {
    return this.list.find((job) => job.name === name);
  }

  private jobsOf(module: LoadedModule): PeriodicJob[] {
    const { manifest, runtime } = module;
    const matched = matchDeclared(module, 'periodic job', manifest.periodicJobs ?? [], runtime.periodicWork);
    return matched.map(([job, work]) => this.jobOf(manifest.name, job, work));
  }

  private jobOf(owner: string, job: PeriodicJobDeclaration, { service, bind }: PeriodicWork): PeriodicJob {
    const { name, cron, timeoutSeconds, miss } = job;
    return {
      name,
      schedule: new CronSchedule(cron),
      owner,
      timeoutSeconds,
      miss,
      run: (context) => bind(this.services.get<never>(service, { strict: false }))(context),
    };
  }
}
