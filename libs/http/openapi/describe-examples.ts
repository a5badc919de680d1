import type { OpenAPIObject } from '@nestjs/swagger';
import { EXAMPLE_ID } from '../validation/id-param.js';
import { type ApiSchema, routesOf } from './api-operation.js';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: EXAMPLE_ID,
  email: 'nora@guest.test',
  'date-time': '2026-11-21T09:00:00.000Z',
  date: '2026-11-21',
  uri: 'https://app.example/rooms',
};
const TEXTS = ['text', EXAMPLE_ID, 'property:staff', '2026-11', '0123456789abcdef'.repeat(4)];
const MAX_DEPTH = 8;

/** Gives each JSON body and each JSON answer an example, made from its schema, where none is told. */
export function describeExamples(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, ApiSchema>>;
  for (const { operation } of routesOf(document)) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)];
    for (const body of bodies) {
      const media = body?.content?.['application/json'];
      if (media?.schema !== undefined && media.example === undefined)
        media.example = exampleOf(media.schema, schemas, 0);
    }
  }
  return document;
}

function exampleOf(schema: ApiSchema, known: Readonly<Record<string, ApiSchema>>, depth: number): unknown {
  const of = (each: unknown) => exampleOf(each as ApiSchema, known, depth + 1);
  const {
    $ref,
    allOf,
    oneOf,
    anyOf,
    properties,
    items,
    example,
    enum: words,
  } = schema as {
    $ref?: string;
    allOf?: ApiSchema[];
    oneOf?: ApiSchema[];
    anyOf?: ApiSchema[];
    properties?: Record<string, ApiSchema>;
    items?: ApiSchema;
    example?: unknown;
    enum?: unknown[];
  };
  if (example !== undefined) return example;
  if ($ref !== undefined) return of(known[$ref.split('/').at(-1) ?? ''] ?? {});
  if (allOf !== undefined)
    return allOf.map(of).reduce((all, one) => Object.assign(all as object, one as object), {});
  const one = oneOf?.[0] ?? anyOf?.[0];
  if (one !== undefined) return of(one);
  if (words !== undefined) return words[0];
  const type = [schema['type']].flat()[0];
  if (properties !== undefined)
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => depth < MAX_DEPTH || isRequired(schema, name))
        .map(([name, each]) => [name, of(each)]),
    );
  if (type === 'array') return depth < MAX_DEPTH && items !== undefined ? [of(items)] : [];
  return plain(type, schema);
}

/** The first of a few texts that a pattern takes. */
function textFor(pattern: unknown): string {
  const matches = (text: string) => typeof pattern !== 'string' || new RegExp(pattern).test(text);
  return TEXTS.find(matches) ?? 'text';
}

function isRequired(schema: ApiSchema, name: string): boolean {
  return ((schema['required'] as string[] | undefined) ?? []).includes(name);
}

function plain(type: unknown, schema: ApiSchema): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return Math.max((schema['minimum'] as number | undefined) ?? 1, 1);
    case 'boolean':
      return true;
    case 'object':
      return {};
    case 'null':
      return null;
    default:
      return BY_FORMAT[String(schema['format'])] ?? textFor(schema['pattern']);
  }
}
