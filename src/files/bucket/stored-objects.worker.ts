import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { JobQueue } from '#libs/jobs';
import { removeStoredObjectsJob } from '../stored-objects.jobs.js';
import { BucketOfFiles } from './bucket-of-files.js';
import { partsOf } from './bucket-parts.js';

/** Removes objects whose files are gone. A repeat finds nothing left to do. */
@Injectable()
export class StoredObjectsWorker implements OnModuleInit, OnModuleDestroy {
  constructor(
    private readonly jobs: JobQueue,
    private readonly files: BucketOfFiles,
  ) {}

  onModuleInit(): void {
    this.jobs.register(removeStoredObjectsJob, ({ fileId, bytes }) => this.remove(fileId, bytes));
  }

  onModuleDestroy(): void {
    this.files.bucket?.close();
  }

  private async remove(fileId: string, bytes: number): Promise<void> {
    const { bucket } = this.files;
    if (bucket === null) throw new Error('FILES_S3_BUCKET is not set, and there is a file in it');
    for (const key of partsOf(fileId, bytes)) await bucket.remove(key);
  }
}
