import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { apiDocument } from '../../src/api-document.js';

interface Comparer {
  breakingChanges(before: unknown, after: unknown): string[];
  mayBreak(before: string, after: string): boolean;
}

const SCRIPT = join(import.meta.dirname, '../../scripts/support/breaking-changes.mjs');
const MEMBERS = '/api/v1/organizations/{organizationId}/members';
const PROPERTY = '/api/v1/organizations/{organizationId}/properties/{propertyId}';

/* eslint-disable @typescript-eslint/no-explicit-any -- documents of any shape are changed by hand */
/** A change to a document of any type, since a client sees JSON. */
type Change = (document: any) => unknown;

/** Changes that a client of the old document does not survive, and what is told of each. */
const BREAKING: Readonly<Record<string, [change: Change, told: string]>> = {
  'a route that is gone': [
    ({ paths }) => delete paths['/api/v1/users'].get,
    'GET /api/v1/users: the route is gone',
  ],
  'another operation id': [
    ({ paths }) => (paths[MEMBERS].get.operationId = 'getMembers'),
    'listMembers is called getMembers now',
  ],
  'a query parameter that is gone': [
    ({ paths }) =>
      (paths['/api/v1/audit-log'].get.parameters = paths['/api/v1/audit-log'].get.parameters.filter(
        ({ name }: any) => name !== 'limit',
      )),
    'query limit: is gone',
  ],
  'a query parameter that is demanded': [
    ({ paths }) =>
      paths[MEMBERS].get.parameters.push({ name: 'role', in: 'query', required: true, schema: {} }),
    'query role: is demanded now',
  ],
  'a query parameter that takes less': [
    ({ paths }) =>
      (paths[MEMBERS].get.parameters.find(({ name }: any) => name === 'limit').schema.maximum = 50),
    'its maximum is 50 now',
  ],
  'a field of a body that is demanded': [
    ({ components }) => (components.schemas.UpdatePropertyRequest.required = ['name']),
    'body name: is demanded now',
  ],
  'a field of a body that is gone': [
    ({ components }) => delete components.schemas.UpdatePropertyRequest.properties.name,
    'body name: is gone',
  ],
  'a word that a body may not hold any more': [
    ({ components }) => components.schemas.BulkBody.properties.action.enum.pop(),
    'body action: the word',
  ],
  'a field of an answer that is gone': [
    ({ components }) => delete components.schemas.PropertyResponse.properties.slug,
    `GET ${PROPERTY}: 200 slug: is gone`,
  ],
  'a field of an answer that may be left out': [
    ({ components }) => {
      const schema = components.schemas.PropertyResponse;
      schema.required = schema.required.filter((name: string) => name !== 'slug');
    },
    '200 slug: may be left out now',
  ],
  'a field of an answer that has another type': [
    ({ components }) => (components.schemas.PropertyResponse.properties.timezone.type = 'number'),
    '200 timezone: its type was',
  ],
  'a field of an answer that may be null': [
    ({ components }) => (components.schemas.PropertyResponse.properties.name.type = ['string', 'null']),
    '200 name: its type was string and is string or null',
  ],
  'a word of an answer that is gone': [
    ({ components }) => components.schemas.PropertyResponse.properties.status.enum.pop(),
    '200 status: the word',
  ],
  'a status that is not answered any more': [
    ({ paths }) => {
      const { responses } = paths[MEMBERS].post;
      responses['200'] = responses['201'];
      delete responses['201'];
    },
    'it does not answer 201 any more',
  ],
  'a header that is gone': [
    ({ paths }) => delete paths[PROPERTY].get.responses['200'].headers.ETag,
    '200 has no header ETag any more',
  ],
  'a content type that is gone': [
    ({ paths }) => delete paths['/api/v1/usage'].get.responses['200'].content['text/csv'],
    '200 is not answered as text/csv any more',
  ],
  'a problem code that is gone': [
    ({ components }) => components.schemas.ProblemCode.enum.splice(0, 1),
    'the problem code',
  ],
};

/** Changes that no client minds. */
const HARMLESS: Readonly<Record<string, Change>> = {
  'a new route': ({ paths }) =>
    (paths['/api/v1/rooms'] = { get: { operationId: 'listRooms', responses: {} } }),
  'a new query parameter': ({ paths }) =>
    paths[MEMBERS].get.parameters.push({ name: 'shift', in: 'query', schema: {} }),
  'a new field of a body': ({ components }) =>
    (components.schemas.UpdatePropertyRequest.properties.stars = { type: 'integer' }),
  'a new field of an answer': ({ components }) =>
    (components.schemas.PropertyResponse.properties.stars = { type: 'integer' }),
  'a new word of a body': ({ components }) => components.schemas.LawBody.properties.law.enum.push('lgpd'),
  'a wider bound': ({ paths }) =>
    (paths['/api/v1/me/organizations'].get.parameters.find(
      ({ name }: any) => name === 'limit',
    ).schema.maximum = 200),
  'another summary': ({ paths }) => (paths[MEMBERS].get.summary = 'Everybody here'),
  'a new problem code': ({ components }) => components.schemas.ProblemCode.enum.push('room_taken'),
};

describe('changes of the OpenAPI document', () => {
  let text: string;
  let comparer: Comparer;
  beforeAll(async () => {
    text = JSON.stringify(await apiDocument());
    comparer = (await import(pathToFileURL(SCRIPT).href)) as Comparer;
  });

  const changed = (...changes: Change[]): unknown => {
    const document: unknown = JSON.parse(text);
    for (const change of changes) change(document);
    return document;
  };

  it.each(Object.keys(BREAKING))('break clients: %s', (name) => {
    const [change, told] = BREAKING[name]!;
    expect(comparer.breakingChanges(JSON.parse(text), changed(change))).toEqual(
      expect.arrayContaining([expect.stringContaining(told)]),
    );
  });

  it.each(Object.keys(HARMLESS))('break nobody: %s', (name) => {
    expect(comparer.breakingChanges(JSON.parse(text), changed(HARMLESS[name]!))).toEqual([]);
  });

  it('are told apart, whichever come together', () => {
    const kinds = fc.uniqueArray(fc.constantFrom(...Object.keys(BREAKING), ...Object.keys(HARMLESS)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(kinds, (names) => {
        const after = changed(...names.map((name) => BREAKING[name]?.[0] ?? HARMLESS[name]!));
        const isBroken = names.some((name) => name in BREAKING);
        return comparer.breakingChanges(JSON.parse(text), after).length > 0 === isBroken;
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['0.1.0', '0.1.1', false],
    ['0.1.0', '0.2.0', true],
    ['0.1.0', '1.0.0', true],
    ['1.1.0', '1.2.0', false],
    ['1.1.0', '2.0.0', true],
    ['1.0.0', '0.9.0', false],
  ])('may come from %s to %s: %s', (before, after, may) => {
    expect(comparer.mayBreak(before, after)).toBe(may);
  });
});
