/** Where the API serves an endpoint. */
export function locationOfEndpoint({
  organizationId,
  id,
}: {
  organizationId: string | null;
  id: string;
}): string {
  return organizationId === null
    ? `/api/v1/event-endpoints/${id}`
    : `/api/v1/organizations/${organizationId}/event-endpoints/${id}`;
}
