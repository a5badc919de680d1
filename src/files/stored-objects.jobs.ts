import { defineJob } from '#libs/jobs';

/** Removes from the bucket what a row named that is gone; `bytes` is the size of the file. */
export const removeStoredObjectsJob = defineJob<{ fileId: string; bytes: number }>('files.remove-objects');
