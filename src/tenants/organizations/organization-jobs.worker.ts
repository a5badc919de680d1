import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import { ClerkApi, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { deleteOrganizationJob } from './organization.jobs.js';
import { OrganizationsStore } from './organizations.store.js';

@Injectable()
export class OrganizationJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly clerk: ClerkApi,
  ) {}

  onModuleInit(): void {
    this.jobs.register(deleteOrganizationJob, async ({ organizationId }) => {
      const organization = await this.unitOfWork.run(systemScope('jobs'), () =>
        this.organizations.findById(organizationId),
      );
      if (organization?.status !== 'deleted' || organization.clerkId === null) return;
      const { clerkId } = organization;
      // Gone already is what was wanted.
      await unlessMissing(() => this.clerk.deleteOrganization(clerkId));
    });
  }
}
