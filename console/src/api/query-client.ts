import { QueryClient } from '@tanstack/react-query';

/** Answers are kept for the time that one looks at a page. The client of the service repeats by itself what may be. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 15_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
