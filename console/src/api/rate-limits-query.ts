import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';

/** One limit that a request was counted by. */
export interface RateLimit {
  readonly name: string;
  /** Requests in a window of so many seconds. */
  readonly quota: number;
  readonly windowSeconds: number;
  /** Requests that are left to the caller, for so many seconds. */
  readonly left: number;
  readonly resetSeconds: number;
}

/** How much may be asked for, as every answer tells in its headers; nothing where the limits are switched off. */
export function useRateLimits(): UseQueryResult<readonly RateLimit[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['rate-limits'],
    queryFn: async () => {
      const { headers } = (await tenantry.get('/api/v1/me')).response;
      const states = membersOf(headers.get('ratelimit') ?? '');
      return [...membersOf(headers.get('ratelimit-policy') ?? '')].map(([name, policy]) => {
        const state = states.get(name);
        return {
          name,
          quota: policy.get('q') ?? 0,
          windowSeconds: policy.get('w') ?? 0,
          left: state?.get('r') ?? 0,
          resetSeconds: state?.get('t') ?? 0,
        };
      });
    },
  });
}

/** A list of the form `"user";q=600;w=60, "address";q=1200;w=60` (RFC 9651), by name. */
function membersOf(header: string): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const members = new Map<string, ReadonlyMap<string, number>>();
  for (const member of header.split(',')) {
    const [name = '', ...parameters] = member.trim().split(';');
    if (name === '') continue;
    const pairs = parameters
      .map((each) => each.split('='))
      .map(([key = '', value]) => [key, Number(value)] as const);
    members.set(name.replaceAll('"', ''), new Map(pairs));
  }
  return members;
}
