import { byUserId, CONTRACT, nulled, type TableDeclaration, words } from '#manifest';

/** Every column of this module's tables: whose it is, why, and what an erasure does with it. */
export const roomsTables: readonly TableDeclaration[] = [
  {
    table: 'public.rooms',
    module: 'rooms',
    purpose: 'To know the rooms of a property, and who cleans them when',
    basis: CONTRACT,
    retention: 'as long as the property',
    personal: { created_by: 'activity', cleaning_requested_by: 'activity', cleaned_by: 'activity' },
    freeText: { columns: ['name'], key: `organization_id || '/' || id` },
    other: words(
      'organization_id property_id id name floor state cleaning_requested_at cleaning_due_at cleaned_at version created_at updated_at',
    ),
    subjects: [
      byUserId('created_by', nulled('created_by'), words('cleaning_requested_by cleaned_by')),
      byUserId('cleaning_requested_by', nulled('cleaning_requested_by'), words('created_by cleaned_by')),
      byUserId('cleaned_by', nulled('cleaned_by'), words('created_by cleaning_requested_by')),
    ],
  },
];
