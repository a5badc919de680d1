import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiDocument } from '../../src/api-document.js';
import { API_VERSION } from '../../src/api-version.js';
import { type Document, documentRules } from './document-rules.js';

const ROOT = join(import.meta.dirname, '../..');

type Changeable = { -readonly [K in keyof Document]: Document[K] };
type Operation = Document['paths'][string][string];

const LIST = '/api/v1/organizations/{organizationId}/members';
const PROPERTY = '/api/v1/organizations/{organizationId}/properties/{propertyId}';

/** For each rule what a careless route looks like, and the sentence that its author reads. */
const FAULTS: Readonly<Record<string, [fault: (document: Changeable) => unknown, told: string]>> = {
  'every operation has an id of its own, in words': [
    (document) => (operation(document, LIST).operationId = 'MembersController.list'),
    `GET ${LIST}: say a name for clients`,
  ],
  'every operation has a summary in words': [
    (document) => (operation(document, LIST).summary = 'Members'),
    `GET ${LIST}: say in @ApiOperation`,
  ],
  'every operation has one tag, and each tag is described': [
    (document) => (operation(document, LIST).tags = ['crew']),
    `GET ${LIST}: give it one tag`,
  ],
  'every path parameter has a type, a description and an example': [
    (document) => (operation(document, LIST).parameters!.find((each) => each.in === 'path')!.schema = {}),
    `GET ${LIST}: read {organizationId} by`,
  ],
  'every operation says who may call it': [
    (document) => delete operation(document, LIST)['x-required-permission'],
    `GET ${LIST}: declare its policy`,
  ],
  'every success has a body that is described, or none': [
    (document) => delete operation(document, LIST).responses['200']!.content,
    `GET ${LIST}: describe what it answers`,
  ],
  'every JSON body has an example': [
    (document) => delete operation(document, LIST).responses['200']!.content!['application/json']!.example,
    `GET ${LIST}: its body has no example`,
  ],
  'every operation names the problems that it can answer, by code': [
    (document) => (operation(document, LIST).responses['409'] = { description: 'A conflict' }),
    `GET ${LIST}: tells no codes under 409`,
  ],
  'whatever is refused for a while says when to come back': [
    (document) => delete document.components.responses['TooManyRequests']!.headers!['Retry-After'],
    `GET ${LIST}: its 429 or 503`,
  ],
  'every operation that makes something takes an Idempotency-Key': [
    (document) => (operation(document, LIST, 'post').parameters = []),
    `POST ${LIST}: answers 201`,
  ],
  'a condition on a version is told together with the version': [
    (document) => delete operation(document, PROPERTY, 'patch').responses['200']!.headers!['ETag'],
    `PATCH ${PROPERTY}: takes If-Match`,
  ],
  'a field that holds a word of ours lists the words': [
    (document) => {
      const { properties } = document.components.schemas['PropertyResponse']!;
      delete (properties!['status'] as Record<string, unknown>)['enum'];
    },
    'PropertyResponse.status: list its words',
  ],
  'an object says what is in it, or that anything may be': [
    (document) => {
      const { properties } = document.components.schemas['AuditEntryResponse']!;
      delete (properties!['change'] as Record<string, unknown>)['additionalProperties'];
    },
    'components schemas AuditEntryResponse properties change: say what is in it',
  ],
};

describe('the version of the OpenAPI document', () => {
  it('is that of the package', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(API_VERSION).toBe(version);
  });
});

describe('the OpenAPI document', () => {
  let text: string;
  beforeAll(async () => {
    text = JSON.stringify(await apiDocument());
  });

  describe.each(Object.keys(documentRules))('holds that %s', (rule) => {
    it('everywhere', () => {
      expect(documentRules[rule]!(JSON.parse(text) as Document)).toEqual([]);
    });

    it('and tells whoever forgets it', () => {
      const document = JSON.parse(text) as Document;
      const [fault, told] = FAULTS[rule]!;
      fault(document);
      expect(documentRules[rule]!(document)).toEqual(expect.arrayContaining([expect.stringContaining(told)]));
    });
  });
});

function operation({ paths }: Document, path: string, method = 'get'): Operation {
  return paths[path]![method]!;
}
