import { Module } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { FileStore } from '#libs/file-store';
import { JobQueue } from '#libs/jobs';
import { Environment } from '#settings';
import { BucketOfFiles } from './bucket/bucket-of-files.js';
import { FilesInBucket } from './bucket/files-in-bucket.js';
import { StoredObjectsWorker } from './bucket/stored-objects.worker.js';
import { FilesInPostgres } from './files-in-postgres.js';

@Module({
  providers: [
    StoredObjectsWorker,
    {
      provide: BucketOfFiles,
      inject: [Environment],
      useFactory: ({ filesBucket }: Environment) => BucketOfFiles.from(filesBucket),
    },
    {
      provide: FileStore,
      inject: [UnitOfWork, BucketOfFiles, JobQueue],
      useFactory: (unitOfWork: UnitOfWork, { bucket }: BucketOfFiles, jobs: JobQueue) =>
        bucket === null ? new FilesInPostgres(unitOfWork) : new FilesInBucket(unitOfWork, bucket, jobs),
    },
  ],
  exports: [FileStore],
})
export class FilesModule {}
