/**
 * Files that replicas share: exports, and the copies of checkpoints and of the list of erasures from which each replica
 * completes its data folder.
 *
 * Owns `stored_files`, `stored_file_chunks`. Invariants: nobody opens a file before it is whole; a whole one never
 * changes; what is personal is sealed by whoever writes it, so that rows here are ciphertext, hashes and ids.
 */
export { FilesInPostgres } from './files-in-postgres.js';
export { type FailedBucket, checkedBucket } from './bucket/checked-bucket.js';
export { FilesModule } from './files.module.js';
