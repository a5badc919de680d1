/** Parts of Clerk's Backend API that may fail on their own. */
export const ENDPOINT_CLASSES = [
  'users',
  'organizations',
  'memberships',
  'invitations',
  'sessions',
  'roles',
  'tokens',
  'other',
] as const;
export type EndpointClass = (typeof ENDPOINT_CLASSES)[number];

const CLASS_OF: Readonly<Record<string, EndpointClass>> = {
  users: 'users',
  organizations: 'organizations',
  memberships: 'memberships',
  organization_memberships: 'memberships',
  invitations: 'invitations',
  organization_invitations: 'invitations',
  sessions: 'sessions',
  organization_roles: 'roles',
  api_keys: 'tokens',
  m2m_tokens: 'tokens',
  access_tokens: 'tokens',
};

/** The last resource that the path of an operation names: `GET /users/{id}/organization_memberships` is `memberships`. */
export function endpointClassOf(operation: string): EndpointClass {
  const segments = operation.split(/[ /]/).reverse();
  for (const segment of segments) {
    const found = Object.hasOwn(CLASS_OF, segment) ? CLASS_OF[segment] : undefined;
    if (found !== undefined) return found;
  }
  return 'other';
}
