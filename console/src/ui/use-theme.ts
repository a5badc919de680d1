import { useLayoutEffect } from 'react';
import { usePreference } from './use-preference';

/** Colours as the system has them, or as somebody chose. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export function isTheme(text: unknown): text is Theme {
  return THEMES.some((theme) => theme === text);
}

/** The colours: those of the system unless somebody chose. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [kept, keep] = usePreference('theme');
  const theme = isTheme(kept) ? kept : 'system';
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return [theme, keep];
}
