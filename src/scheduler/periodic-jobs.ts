import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { LoadedModule, PeriodicJobDeclaration, PeriodicWork } from '#manifest';
import { CronSchedule } from './cron.rule.js';
import type { PeriodicJob } from './periodic-job.js';

/** The modules of the service, for those who read what each of them declares. */
export const LOADED_MODULES = Symbol('LOADED_MODULES');

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

  private jobsOf({ manifest, runtime }: LoadedModule): PeriodicJob[] {
    const declared = manifest.periodicJobs ?? [];
    const work = new Map(Object.entries(runtime.periodicWork ?? {}));
    const jobs = declared.map((job) => {
      const found = work.get(job.name);
      if (found === undefined)
        throw new Error(`The module ${manifest.name} declares the job ${job.name} and has no work for it.`);
      work.delete(job.name);
      return this.jobOf(manifest.name, job, found);
    });
    const [undeclared] = work.keys();
    if (undeclared !== undefined)
      throw new Error(`The module ${manifest.name} has work for ${undeclared}, which it does not declare.`);
    return jobs;
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
