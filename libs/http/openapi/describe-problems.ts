import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_JSON } from '../errors/problem.js';
import { type ApiResponseObject, type ApiRoute, routesOf } from './api-operation.js';
import { type DescribedProblem, edgeProblems } from './edge-problems.js';
import { EXAMPLE_ID } from '../validation/id-param.js';

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'What went wrong (RFC 9457). Decide by `code`; quote `requestId` when asking for help.',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', description: '`urn:problem-type:` and the code.' },
    title: { type: 'string', description: 'The code in words.' },
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'The status of the answer.' },
    code: { $ref: '#/components/schemas/ProblemCode' },
    detail: { type: 'string', description: 'What went wrong, for people.' },
    requestId: { type: 'string', description: 'Stands in our log too.' },
    errors: {
      type: 'array',
      description: 'The fields that are wrong.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string', example: 'members[0].email' }, message: { type: 'string' } },
      },
    },
  },
} as const;

/** More codes than these seldom come together twice. */
const MAX_SHARED = 3;

/** For `@ApiProperty`: a field that holds the code of a problem, or null. */
export const problemCode = {
  oneOf: [{ $ref: '#/components/schemas/ProblemCode' }, { type: 'null' }],
};

const PROBLEM = { $ref: '#/components/schemas/Problem' } as const;

/**
 * Adds the problem schema, and to each operation the problems that it can answer, by status, with their codes.
 *
 * @param problemsOf what a route refuses beside what the edge does
 */
export function describeProblems(
  document: OpenAPIObject,
  problemsOf: (route: ApiRoute) => readonly DescribedProblem[],
): OpenAPIObject {
  const components = (document.components ??= {});
  components.schemas = {
    ...components.schemas,
    Problem: structuredClone(PROBLEM_SCHEMA) as object,
  };
  const shared: Record<string, ApiResponseObject> = {};
  const all = new Set<string>();
  for (const route of routesOf(document)) {
    const { responses } = route.operation;
    const problems = [...edgeProblems(route.operation), ...problemsOf(route)];
    for (const { code } of problems) all.add(code);
    for (const [status, group] of Object.entries(Object.groupBy(problems, (each) => each.status))) {
      const codes = codesOf(group ?? []);
      const own = responses[status];
      if (own === undefined) responses[status] = sharedOr(codes, Number(status), shared);
      else own.content = { ...own.content, ...responseOf(codes, Number(status)).content };
    }
    responses['default'] ??= {
      description: 'Any other problem',
      content: { [PROBLEM_JSON]: { schema: PROBLEM } },
    };
  }
  components.responses = { ...components.responses, ...shared } as NonNullable<typeof components.responses>;
  components.schemas['ProblemCode'] = {
    type: 'string',
    description: 'Every code that a problem of this service can have.',
    enum: [...all].sort(),
    example: 'invalid_request',
  };
  return document;
}

function codesOf(problems: readonly DescribedProblem[]): string[] {
  return [...new Set(problems.map(({ code }) => code))].sort();
}

/** Few codes come together on many routes, and stand in the document once. */
function sharedOr(
  codes: readonly string[],
  status: number,
  shared: Record<string, ApiResponseObject>,
): ApiResponseObject {
  if (codes.length > MAX_SHARED) return responseOf(codes, status);
  const name = codes.map(pascalCase).join('Or');
  shared[name] ??= responseOf(codes, status);
  return { $ref: `#/components/responses/${name}` };
}

function pascalCase(code: string): string {
  return code.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function responseOf(codes: readonly string[], status: number): ApiResponseObject {
  const code = { type: 'string', enum: codes };
  return {
    description: `Refused: ${codes.map((each) => `\`${each}\``).join(', ')}`,
    content: {
      [PROBLEM_JSON]: {
        schema: { allOf: [PROBLEM, { type: 'object', properties: { code } }] },
        example: exampleOf(status, codes[0] ?? ''),
      },
    },
  };
}

function exampleOf(status: number, code: string): object {
  const title = code.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase());
  return { type: `urn:problem-type:${code}`, title, status, code, detail: title, requestId: EXAMPLE_ID };
}
