import { useState } from 'react';

const PREFIX = 'tenantry.console.';

/** How somebody likes the console to be, kept in this browser: language and looks, never anything about a person. */
export function usePreference(name: 'language' | 'theme'): [string | null, (value: string) => void] {
  const [value, setValue] = useState(() => localStorage.getItem(PREFIX + name));
  return [
    value,
    (next) => {
      localStorage.setItem(PREFIX + name, next);
      setValue(next);
    },
  ];
}
