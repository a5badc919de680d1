import { createTenantry, type Tenantry } from '@tenantry/client';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { useIdentity } from '../identity/identity-provider';

const TenantryContext = createContext<Tenantry | null>(null);

/** The client of the service, in the name of who is signed in. */
export function TenantryProvider({ children }: { readonly children: ReactNode }) {
  const identity = useIdentity();
  const [tenantry] = useState(() =>
    createTenantry({
      baseUrl: location.origin,
      token: () => identity.token(),
      fetch: async (request) => {
        const answer = await fetch(request);
        if (answer.status === 401) identity.forget();
        return answer;
      },
    }),
  );
  return <TenantryContext value={tenantry}>{children}</TenantryContext>;
}

export function useTenantry(): Tenantry {
  const tenantry = useContext(TenantryContext);
  if (tenantry === null) throw new Error('there is no TenantryProvider around this');
  return tenantry;
}
