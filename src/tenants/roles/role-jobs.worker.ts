import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { RoleMirrorService } from './role-mirror.service.js';
import { mirrorRolesJob } from './role.jobs.js';

/** Fetches Clerk's roles at every start. */
@Injectable()
export class RoleJobsWorker implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly mirror: RoleMirrorService,
  ) {}

  onModuleInit(): void {
    this.jobs.register(mirrorRolesJob, async () => {
      await this.mirror.refresh({ kind: 'system', name: 'jobs' });
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run(systemScope('setup'), () => this.mirror.requestRefresh());
  }
}
