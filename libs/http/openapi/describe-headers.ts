import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_JSON, type Problem } from '../errors/problem.js';
import { type ApiOperationObject, type ApiResponseObject, type ApiRoute, routesOf } from './api-operation.js';

const text = (description: string, example: string) => ({ description, schema: { type: 'string' }, example });

/** Headers of answers, by the name under which the document keeps them. */
const HEADERS = {
  'X-Request-Id': text(
    'The id of the request; it stands in our log.',
    '01939d6e-5b1c-7c3a-9a40-0e0f6b1f2a3c',
  ),
  RateLimit: text('What is left of each limit, and when it is full again (seconds).', '"user";r=298;t=42'),
  'RateLimit-Policy': text('The limits that count: requests `q` in `w` seconds.', '"user";q=300;w=60'),
  'Retry-After': {
    description: 'Seconds to wait before the same request may be sent again.',
    schema: { type: 'integer', minimum: 0 },
    example: 5,
  },
  'WWW-Authenticate': text('What kind of credentials is wanted.', 'Bearer error="invalid_token"'),
  ETag: text(
    'What was answered: for `If-None-Match`, and where it is a version for `If-Match`.',
    '"7-90a3ed9e32b2aaf4"',
  ),
  Location: text(
    'Where what was made can be read.',
    '/api/v1/organizations/01939d6e-5b1c-7c3a-9a40-0e0f6b1f2a3c',
  ),
  'Idempotent-Replayed': {
    description: 'There when the same `Idempotency-Key` was answered before.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  'Content-Disposition': text('The name that the file suggests.', 'attachment; filename="audit-log.csv"'),
  'Content-Range': text('Which bytes these are.', 'bytes 0-1023/4096'),
  'Accept-Ranges': text('Ranges of bytes are taken.', 'bytes'),
  Vary: text('Which headers of the request decide what is answered.', 'Accept'),
} as const;

type HeaderName = keyof typeof HEADERS;

const EVERYWHERE = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'] as const;
/** Of problems that pass by themselves. */
const PASSING = new Set([429, 503]);
const IN_PROGRESS = /`(?:idempotency_in_progress|being_changed)`/;

/**
 * Adds to each answer the headers that it comes with.
 *
 * @param headersOf what a route sets by itself, in any spelling; unknown ones are left out
 */
export function describeHeaders(
  document: OpenAPIObject,
  headersOf: (route: ApiRoute) => readonly string[],
): OpenAPIObject {
  const components = (document.components ??= {});
  components.headers = { ...components.headers, ...(structuredClone(HEADERS) as object) };
  for (const response of Object.values((components.responses ?? {}) as Record<string, ApiResponseObject>))
    add(response, problemHeaders(response));
  for (const route of routesOf(document)) {
    const own = headersOf(route).flatMap(spelt);
    if (route.method === 'GET' && own.includes('ETag')) describeNotModified(route.operation);
    const isIdempotent = route.operation.parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false;
    for (const [status, response] of Object.entries(route.operation.responses)) {
      if (response.$ref !== undefined) continue;
      if (status === '304') add(response, [...EVERYWHERE, 'ETag']);
      else if (!/^2/.test(status)) add(response, problemHeaders(response));
      else
        add(response, [...EVERYWHERE, ...own, ...(isIdempotent ? (['Idempotent-Replayed'] as const) : [])]);
    }
  }
  return document;
}

/** Whoever has what would be answered is told so without it. */
function describeNotModified(operation: ApiOperationObject): void {
  (operation.parameters ??= []).push({
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of an answer that the caller has; 304 where it would be answered again.',
    schema: { type: 'string' },
    example: '"7-90a3ed9e32b2aaf4"',
  });
  operation.responses['304'] = { description: 'It is what the caller has' };
}

function problemHeaders(response: ApiResponseObject): HeaderName[] {
  const { status = 0 } = (response.content?.[PROBLEM_JSON]?.example ?? {}) as Partial<Problem>;
  const passes = PASSING.has(status) || IN_PROGRESS.test(response.description ?? '');
  return [
    ...EVERYWHERE,
    ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
    ...(passes ? (['Retry-After'] as const) : []),
  ];
}

function spelt(name: string): HeaderName[] {
  return (Object.keys(HEADERS) as HeaderName[]).filter((known) => known.toLowerCase() === name.toLowerCase());
}

function add(response: ApiResponseObject, names: readonly HeaderName[]): void {
  const known = (response.headers ??= {});
  for (const name of names) known[name] ??= { $ref: `#/components/headers/${name}` };
}
