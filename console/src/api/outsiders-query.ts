import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { membersOptions, type People } from './people-queries';
import { useTenantry } from './tenantry-provider';

/** Members of the organization without access to the property. */
export function useOutsiders(
  organizationId: string,
  people: People | undefined,
  isWanted: boolean,
): UseQueryResult<People> {
  const inside = new Set(people?.people.map(({ userId }) => userId));
  return useQuery({
    ...membersOptions(useTenantry(), organizationId),
    enabled: isWanted && people?.isComplete === true,
    select: (members) => ({
      people: [...members.values()]
        .filter(({ userId }) => !inside.has(userId))
        .map((member) => ({ ...member, grants: [], hasAccess: false })),
      isComplete: true,
    }),
  });
}
