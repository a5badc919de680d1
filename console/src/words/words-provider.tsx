import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { usePreference } from '../ui/use-preference';
import type { Words } from './en';
import { isLanguage, type Language, languages } from './languages';

interface Spoken {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const WordsContext = createContext<Spoken | null>(null);

/** Speaks the language that was chosen, else the first of the browser's that there is. */
export function WordsProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, setLanguage] = usePreference('language');
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
  const language = isLanguage(chosen) ? chosen : preferred;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <WordsContext value={{ language, setLanguage }}>{children}</WordsContext>;
}

function useSpoken(): Spoken {
  const spoken = useContext(WordsContext);
  if (spoken === null) throw new Error('there is no WordsProvider around this');
  return spoken;
}

/** The texts of properties, and of what is around every page. */
export function useWords(): Words {
  return languages[useSpoken().language].words;
}

/** The texts of an area, which are loaded with its pages. */
export function useAreaWords<Area>(words: Readonly<Record<Language, Area>>): Area {
  return words[useSpoken().language];
}

export function useLanguage(): [Language, (language: Language) => void] {
  const { language, setLanguage } = useSpoken();
  return [language, setLanguage];
}
