import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** Has everything that is shown asked for anew when the state of work has changed: its request is closed with it. */
export function useRefreshWith(state: string | undefined): void {
  const queries = useQueryClient();
  const known = useRef(state);
  useEffect(() => {
    if (known.current !== undefined && known.current !== state) void queries.invalidateQueries();
    known.current = state;
  }, [queries, state]);
}
