/** What the registry does not say of a module, since it is not about columns: Art. 30(1)(c) and (d) GDPR. */
export interface ProcessingActivity {
  /** The module of the registry. */
  readonly module: string;
  readonly name: string;
  readonly dataSubjects: readonly string[];
  readonly recipients: readonly RecipientName[];
}

export type RecipientName = 'clerk' | 'hosting' | 'organizations' | 'audit receiver';

const EVERYBODY = ['people who sign in', 'staff of the platform'];

/** Every module with personal columns, in the order of the record; a spec compares it with the registry. */
export const PROCESSING_ACTIVITIES: readonly ProcessingActivity[] = [
  {
    module: 'users',
    name: 'Accounts and sign-in',
    dataSubjects: EVERYBODY,
    recipients: ['clerk', 'hosting', 'organizations'],
  },
  {
    module: 'tenants',
    name: 'Membership, roles and invitations',
    dataSubjects: ['members of organizations', 'invited people'],
    recipients: ['clerk', 'hosting', 'organizations'],
  },
  {
    module: 'webhooks',
    name: 'Keeping the mirror of Clerk up to date',
    dataSubjects: [...EVERYBODY, 'invited people'],
    recipients: ['clerk', 'hosting'],
  },
  {
    module: 'reconciliation',
    name: 'Comparing the mirror with Clerk and repairing it',
    dataSubjects: [...EVERYBODY, 'invited people'],
    recipients: ['clerk', 'hosting'],
  },
  {
    module: 'audit',
    name: 'Audit log',
    dataSubjects: EVERYBODY,
    recipients: ['hosting', 'organizations', 'audit receiver'],
  },
  {
    module: 'usage',
    name: 'Counting active people',
    dataSubjects: ['people who sign in'],
    recipients: ['hosting', 'organizations'],
  },
  {
    module: 'privacy',
    name: 'Requests of data subjects, legal holds and consents',
    dataSubjects: [...EVERYBODY, 'people who were erased (by a random id that leads to nobody)'],
    recipients: ['clerk', 'hosting'],
  },
  {
    module: 'scheduler',
    name: 'Operating periodic jobs',
    dataSubjects: ['staff of the platform'],
    recipients: ['hosting'],
  },
  {
    module: 'jobs',
    name: 'Carrying out work that outlives a request',
    dataSubjects: EVERYBODY,
    recipients: ['hosting'],
  },
  {
    module: 'edge',
    name: 'Protection against overload',
    dataSubjects: EVERYBODY,
    recipients: ['hosting'],
  },
];
