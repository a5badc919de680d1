/** What can be wrong about somebody, by who is the authority for it. */
export const CORRECTABLE = ['emailAddress', 'firstName', 'lastName', 'role', 'other'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

const AT_CLERK =
  'Clerk is the authority: the person changes it in their account there, or staff in Clerk’s dashboard. The change arrives here by webhook; here it cannot be changed.';

const WHERE: Readonly<Record<Correctable, string>> = {
  emailAddress: AT_CLERK,
  firstName: AT_CLERK,
  lastName: AT_CLERK,
  role: 'An administrator of the organization changes it: PATCH /organizations/{id}/members/{id}, or the grants of the property.',
  other:
    'Staff decide by the details where it is kept; the record of processing (GET /privacy/data-map) lists all there is.',
};

/** Where each field of a correction is put right (Art. 16 GDPR); unknown names count as `other`. */
export function guidanceFor(fields: readonly string[]): { field: string; where: string }[] {
  return fields.map((field) => ({ field, where: WHERE[isCorrectable(field) ? field : 'other'] }));
}

function isCorrectable(field: string): field is Correctable {
  return CORRECTABLE.some((known) => known === field);
}
