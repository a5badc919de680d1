import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobQueue } from '#libs/jobs';
import { runBulkJob } from '../privacy.jobs.js';
import { BulkRunService } from './bulk-run.service.js';

/** Takes the jobs of bulk work. */
@Injectable()
export class BulkWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly bulks: BulkRunService,
  ) {}

  onModuleInit(): void {
    this.jobs.register(runBulkJob, ({ bulkId }) => this.bulks.advance(bulkId));
  }
}
