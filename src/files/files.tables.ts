import { OBLIGATION, type TableDeclaration, words } from '#manifest';

const PURPOSE = 'To hand out from every replica what another one wrote';
const RETENTION = 'exports as long as their record says, the list of erasures for good';

/** Files as rows. Ciphertext under the keys of people, hashes and ids: nobody can be found in it. */
export const filesTables: readonly TableDeclaration[] = [
  {
    table: 'public.stored_file_chunks',
    module: 'files',
    purpose: PURPOSE,
    basis: OBLIGATION,
    retention: RETENTION,
    personal: {},
    other: words('file_id number content'),
    subjects: [],
  },
  {
    table: 'public.stored_files',
    module: 'files',
    purpose: PURPOSE,
    basis: OBLIGATION,
    retention: RETENTION,
    personal: {},
    other: words('id folder name size is_whole in_bucket changed_at'),
    subjects: [],
  },
];
