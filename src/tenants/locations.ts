/** Where the API serves what was made: the `Location` of the answer. */
export const locationOf = {
  organization: (id: string) => `/api/v1/organizations/${id}`,
  property: ({ organizationId, id }: { organizationId: string; id: string }) =>
    `/api/v1/organizations/${organizationId}/properties/${id}`,
  role: ({ organizationId, key }: { organizationId: string; key: string }) =>
    `/api/v1/organizations/${organizationId}/roles/${key}`,
  group: ({ organizationId, id }: { organizationId: string; id: string }) =>
    `/api/v1/organizations/${organizationId}/groups/${id}`,
  serviceAccount: ({
    organizationId,
    propertyId,
    id,
  }: {
    organizationId: string;
    propertyId: string | null;
    id: string;
  }) =>
    `/api/v1/organizations/${organizationId}${propertyId === null ? '' : `/properties/${propertyId}`}/service-accounts/${id}`,
  platformAccount: (id: string) => `/api/v1/platform/service-accounts/${id}`,
  agents: ({ organizationId }: { organizationId: string }) =>
    `/api/v1/organizations/${organizationId}/agents`,
} as const;
