import type { BucketSettings } from '#settings';
import { BucketOfFiles } from './bucket-of-files.js';

const CONTENT = Buffer.from('a file of tenantry doctor');

/** What a bucket could not do, and the name of the store's error. */
export interface FailedBucket {
  readonly step: 'written' | 'read' | 'removed';
  readonly reason: string;
}

/** Writes, reads and removes a small file. @returns null where all of it succeeded */
export async function checkedBucket(settings: BucketSettings, id: string): Promise<FailedBucket | null> {
  const { bucket } = await BucketOfFiles.from(settings);
  if (bucket === null) return null;
  let step: FailedBucket['step'] = 'written';
  try {
    await bucket.put(id, CONTENT);
    step = 'read';
    const found = await bucket.read(id, 0, CONTENT.length);
    if (!found.equals(CONTENT)) return { step, reason: 'it is not what was written' };
    step = 'removed';
    await bucket.remove(id);
    return null;
  } catch (error) {
    const { name } = (error as { cause?: Error }).cause ?? (error as Error);
    return { step, reason: name };
  } finally {
    bucket.close();
  }
}
