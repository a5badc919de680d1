import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { createQueryClient } from '../api/query-client';
import { TenantryProvider } from '../api/tenantry-provider';
import type { Identity } from '../identity/identity';
import { IdentityProvider } from '../identity/identity-provider';
import { ReverificationProvider } from '../identity/reverification-provider';
import { Messages } from '../ui/messages';
import { Loading } from '../ui/loading';
import { WordsProvider } from '../words/words-provider';
import { createRouter } from './routes';

/** Everything that pages lean on, from the outside in: words, who one is, the client, its answers, the pages. */
export function App({ identity }: { readonly identity: Promise<Identity> }) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(createRouter);
  return (
    <CSPProvider disableStyleElements>
      <WordsProvider>
        <Suspense fallback={<Loading />}>
          <IdentityProvider identity={identity}>
            <QueryClientProvider client={queryClient}>
              <TenantryProvider>
                <Messages>
                  <ReverificationProvider>
                    <RouterProvider router={router} />
                  </ReverificationProvider>
                </Messages>
              </TenantryProvider>
            </QueryClientProvider>
          </IdentityProvider>
        </Suspense>
      </WordsProvider>
    </CSPProvider>
  );
}
