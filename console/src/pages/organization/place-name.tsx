import { useProperties } from '../../api/organization-queries';
import { useOwnerWords } from '../../words/use-owner-words';

/** Where in the organization something holds: on one of its properties, or on all of it. */
export function PlaceName({
  organizationId,
  propertyId,
}: {
  readonly organizationId: string;
  readonly propertyId: string | null;
}) {
  const { within } = useOwnerWords();
  const properties = useProperties(organizationId);
  if (propertyId === null) return <>{within.everywhere}</>;
  return <>{within.on(properties.data?.get(propertyId)?.name ?? within.unknownProperty)}</>;
}
