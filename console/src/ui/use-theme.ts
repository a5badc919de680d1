import { useLayoutEffect } from 'react';
import { usePreference } from './use-preference';

export type Theme = 'system' | 'light' | 'dark';

/** The colours: those of the system unless somebody chose. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [kept, keep] = usePreference('theme');
  const theme = kept === 'light' || kept === 'dark' ? kept : 'system';
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return [theme, keep];
}
