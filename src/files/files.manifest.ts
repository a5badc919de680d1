import { defineModule } from '#manifest';
import { filesTables } from './files.tables.js';
import { FilesInBucket1763700000850 } from './migrations/1763700000850-files-in-bucket.js';
import { StoredFiles1763700000400 } from './migrations/1763700000400-stored-files.js';

/** What the rest of the service knows about this module. */
export const filesManifest = defineModule({
  name: 'files',
  personalData: filesTables,
  migrations: [StoredFiles1763700000400, FilesInBucket1763700000850],
  jobs: ['files.remove-objects'],
  growth: {
    'public.stored_file_chunks': { kept: 'as long as its file', by: 'privacy.tidy' },
    'public.stored_files': {
      forGood: 'one row of an erasure and of a checkpoint; exports go after 7 days, by privacy.tidy',
      why: 'a data folder that was lost is completed from them',
    },
  },
});
