import type { ModuleName } from './module-name.js';

/** Whose the rows of a module are: a property's or an organization's. */
export const MODULE_SCOPES = ['property', 'organization'] as const;
export type ModuleScope = (typeof MODULE_SCOPES)[number];

/** What a template needs to become a file. */
export interface NewModule {
  readonly name: ModuleName;
  readonly scope: ModuleScope;
  /** 13 digits: the position of its migration among all others. */
  readonly migration: string;
}

/** At the end of a line of a template, in a comment of TypeScript or SQL. */
const MARK = /[ \t]*(?:\/\/|--) only by (property|organization)$/;
/** What is called differently in the scope of an organization. */
const OF_ORGANIZATION: readonly (readonly [RegExp, string])[] = [
  [/PropertyScope/g, 'OrganizationScope'],
  [/InProperty/g, 'InOrganization'],
  [/OWN_PROPERTY/g, 'OWN_ORGANIZATION'],
  [/property:(?=sample_things)/g, 'org:'],
  [/properties\/:propertyId\//g, ''],
  [/scope\.propertyId/g, 'scope.organizationId'],
  [/\ba property\b/g, 'an organization'],
  [/\b(the|own) property\b/g, '$1 organization'],
  [/\bof properties\b/g, 'of organizations'],
];

/** A file of the templates as that of a module; not yet formatted. */
export function renderTemplate(template: string, { name, scope, migration }: NewModule): string {
  const lines = template.split('\n').flatMap((line) => {
    const only = MARK.exec(line)?.[1];
    return only === undefined || only === scope ? [line.replace(MARK, '')] : [];
  });
  let text = lines.join('\n').replaceAll('1000000000000', migration);
  if (scope === 'organization')
    for (const [words, instead] of OF_ORGANIZATION) text = text.replace(words, instead);
  return withName(text, name);
}

/** The name of a file of the templates, likewise. */
export function renderPath(path: string, { name, migration }: NewModule): string {
  return withName(path.replace('1000000000000', migration), name);
}

/** Every form of the made-up noun as that of the real one. */
function withName(template: string, { plural, singular }: ModuleName): string {
  const article = /^[aeiou]/.test(singular) ? 'n' : '';
  let text = template.replace(/\b([Aa]) (?=sample[ -]thing\b)/g, `$1${article} `);
  for (const [sample, real] of [
    ['sample-things', plural],
    ['sample-thing', singular],
  ] as const) {
    for (const form of FORMS) text = text.replaceAll(form(sample), form(real));
  }
  return text;
}

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const pascal = (name: string): string => name.split('-').map(upper).join('');
const FORMS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.replaceAll('-', '_'),
  (name) => name.replaceAll('-', '_').toUpperCase(),
  (name) => name.replaceAll('-', ' '),
  (name) => upper(name.replaceAll('-', ' ')),
  pascal,
  (name) => pascal(name).charAt(0).toLowerCase() + pascal(name).slice(1),
];

/** `room-keys` as the constant of its manifest is called: `roomKeys`. */
export function camelCase(name: string): string {
  return pascal(name).charAt(0).toLowerCase() + pascal(name).slice(1);
}
