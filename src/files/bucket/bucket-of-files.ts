import type { Bucket } from './bucket.js';

/** Where the content of files goes; null: into Postgres. */
export class BucketOfFiles {
  constructor(readonly bucket: Bucket | null) {}

  /** The client of S3 is loaded where it is used: it costs every other start its time. */
  static async from(settings: ConstructorParameters<typeof Bucket>[0] | undefined): Promise<BucketOfFiles> {
    if (settings === undefined) return new BucketOfFiles(null);
    const loaded = await import('./bucket.js');
    return new BucketOfFiles(new loaded.Bucket(settings));
  }
}
