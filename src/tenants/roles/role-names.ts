/** How the built-in roles are called and what they are for, in words for people. */
export const builtInRoleNames: Readonly<Record<string, { name: string; description: string }>> = {
  'org:admin': {
    name: 'Owner',
    description: 'Owns the organization: everything in it and on its properties.',
  },
  'org:member': {
    name: 'Member',
    description: 'Belongs to the organization; opens properties by grants only.',
  },
  'property:manager': { name: 'Manager', description: 'Everything on one property, also who has access.' },
  'property:staff': { name: 'Staff', description: 'Works on one property and sees who has access.' },
  'property:viewer': { name: 'Viewer', description: 'Sees one property.' },
};
