import { useEffect } from 'react';

/** Names the page in the tab and for who hears it; the widest part comes last. */
export function usePageTitle(...parts: readonly (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), 'Tenantry'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
