import { domainToUnicode } from 'node:url';
import {
  clerkIdsOf,
  type SubjectIdentifiers,
  sharedAddresses,
  soleAddresses,
} from '../registry/subject-identifiers.js';
import { namesAlone } from './recognition.rule.js';

/**
 * What the database is asked for before a text is looked at closely: everything in which a person may be recognised,
 * and more. What it finds is judged by `recognition.rule` alone.
 */
export interface SearchTerms {
  /** LIKE patterns, for any case. */
  readonly certain: readonly string[];
  /** Regular expressions of PostgreSQL: numbers with signs between their digits. */
  readonly phones: readonly string[];
  /** The same two for texts in which somebody may have written about a person. */
  readonly freeText: readonly string[];
  /** What stands in bytes, as it is. */
  readonly literals: readonly string[];
}

export function searchTermsOf(person: SubjectIdentifiers): SearchTerms {
  const addresses = soleAddresses(person).flatMap(writingsOf);
  const ids = [person.userId, ...clerkIdsOf(person)];
  const chosen = [...person.userNames, ...person.externalIds];
  const names = [...namesAlone(person), ...longest(person.firstNames, person.lastNames)];
  return {
    certain: [...ids, ...addresses].flatMap(formsOf).map(containing),
    phones: person.phones.map((phone) => phone.slice(1).split('').join('[^0-9]{0,2}')),
    freeText: [...chosen, ...names, ...sharedAddresses(person)]
      .filter((text) => text.trim() !== '')
      .flatMap(formsOf)
      .map(containing),
    literals: [...ids, ...addresses, ...person.phones],
  };
}

/** An address as links write it, and with the signs of its own language in the domain. */
function writingsOf(address: string): string[] {
  const at = address.lastIndexOf('@');
  const readable = `${address.slice(0, at + 1)}${domainToUnicode(address.slice(at + 1))}`;
  return [...new Set([address, readable, encodeURIComponent(address)])];
}

/** A text as it is, as JSON writes it, and in both forms of Unicode in which an accent may be written. */
export function formsOf(text: string): string[] {
  const written = [text, text.normalize('NFC'), text.normalize('NFD')];
  return [...new Set(written.flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]))];
}

/** A LIKE pattern for a text anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Of names too short to be looked for alone, one that stands in every full name. */
function longest(firstNames: readonly string[], lastNames: readonly string[]): string[] {
  return firstNames.length === 0 || lastNames.length === 0 ? [] : [...lastNames];
}
