import { OBLIGATION, type TableDeclaration, words } from '#manifest';

const PURPOSE = 'To hand out from every replica what another one wrote';
const RETENTION =
  'exports 7 days, half-written files an hour, hashes of sealed rows and of erasures for good';
const ENFORCED = {
  job: 'privacy.tidy',
  how: 'removed within 5 minutes of the end of the export, or an hour after a writer was last heard of',
};

/** Files as rows. Ciphertext under the keys of people, hashes and ids: nobody can be found in it. */
export const filesTables: readonly TableDeclaration[] = [
  {
    table: 'public.stored_file_chunks',
    module: 'files',
    purpose: PURPOSE,
    basis: OBLIGATION,
    retention: RETENTION,
    enforcedBy: ENFORCED,
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
    enforcedBy: ENFORCED,
    personal: {},
    other: words('id folder name size is_whole changed_at'),
    subjects: [],
  },
];
