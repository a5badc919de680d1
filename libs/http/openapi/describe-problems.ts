import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_JSON } from '../errors/problem.js';

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'What went wrong (RFC 9457). Decide by `code`; quote `requestId` when asking for help.',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', example: 'invalid_request' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string', example: 'members[0].email' }, message: { type: 'string' } },
      },
    },
  },
} as const;

const DEFAULT_ANSWER = {
  description: 'A problem',
  content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
} as const;

interface Operation {
  readonly responses?: Record<string, unknown>;
}

/** Adds the problem schema, and each operation's promise that any error looks like it. */
export function describeProblems(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: structuredClone(PROBLEM_SCHEMA) as object },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as Operation[]) {
      if (operation.responses) operation.responses.default ??= DEFAULT_ANSWER;
    }
  }
  return document;
}
