import { de } from './de';
import { en, type Words } from './en';

/** Every language of the console, by its BCP 47 tag; one file each. */
export const languages = {
  en: { name: 'English', words: en },
  de: { name: 'Deutsch', words: de },
} as const satisfies Record<string, { name: string; words: Words }>;

export type Language = keyof typeof languages;

export function isLanguage(text: unknown): text is Language {
  return typeof text === 'string' && Object.hasOwn(languages, text);
}
