import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { StoredFileGoneError } from '#libs/file-store';
import { httpErrors } from '#libs/http';
import type { BucketSettings } from '#settings';

const CONNECT_MS = 2_000;
const ANSWER_MS = 30_000;
const TRIES = 3;
const RETRY_AFTER_SECONDS = '5';

/**
 * Objects of one bucket that speaks the protocol of S3. The client repeats what failed in passing, three times in all.
 * Only puts, gets and deletes are sent: stores of one's own know the rest of the protocol in part.
 *
 * Errors: StoredFileGoneError where there is no such object, AppError 503 `unavailable` for everything else.
 */
export class Bucket {
  private readonly client: S3Client;

  constructor(private readonly settings: BucketSettings) {
    const { endpoint, region, credentials } = settings;
    this.client = new S3Client({
      region,
      // Stores of one's own have no host name for each bucket.
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      // Left out, the client looks where AWS puts them for a process: variables, a role of the machine or of the pod.
      // A copy, since it writes into the object, and settings are frozen.
      ...(credentials !== undefined && { credentials: { ...credentials } }),
      maxAttempts: TRIES,
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        requestTimeout: ANSWER_MS,
        throwOnRequestTimeout: true,
      },
      // Not every store knows the checksums that the client would add; what lies here is sealed and checked by that.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** Writes an object; one that has the name is replaced. */
  async put(key: string, content: Buffer): Promise<void> {
    await told(() => this.client.send(new PutObjectCommand({ ...this.place(key), Body: content })));
  }

  /** Bytes of an object from `position` on; fewer than `length` where it ends. */
  read(key: string, position: number, length: number): Promise<Buffer> {
    const range = { ...this.place(key), Range: `bytes=${position}-${position + length - 1}` };
    return told(async () => {
      const { Body } = await this.client.send(new GetObjectCommand(range));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    });
  }

  /** Removes an object; does no harm where there is none. */
  async remove(key: string): Promise<void> {
    await told(() => this.client.send(new DeleteObjectCommand(this.place(key))));
  }

  close(): void {
    this.client.destroy();
  }

  private place(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.settings.name, Key: `${this.settings.prefix}${key}` };
  }
}

async function told<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey')
      throw new StoredFileGoneError('a file was removed from the bucket');
    throw httpErrors.unavailable({ headers: { 'retry-after': RETRY_AFTER_SECONDS }, cause: error });
  }
}
