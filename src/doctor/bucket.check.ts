import { randomUUID } from 'node:crypto';
import { checkedBucket } from '#files';
import type { BucketSettings } from '#settings';
import { type CheckResult, fail, ok } from './check.js';

const NAME = 'bucket';

/** Can files be written to the bucket, read from it and removed again? Tried with a small one. */
export async function checkBucket(settings: BucketSettings | undefined): Promise<CheckResult[]> {
  if (settings === undefined) return [];
  const failed = await checkedBucket(settings, `doctor-${randomUUID()}`);
  if (failed === null) return [ok(NAME, 'can be written to, read from and cleared')];
  const { step, reason } = failed;
  return [
    fail(
      NAME,
      `a file cannot be ${step}: ${reason}`,
      'Compare FILES_S3_BUCKET, _ENDPOINT, _REGION and the key with the store; exports would wait.',
    ),
  ];
}
