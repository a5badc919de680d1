import type { OpenApi } from './api-document.js';

interface Answer {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Record<string, Answer> }>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Answer>> };
}

const PROBLEM_JSON = 'application/problem+json';

/** All that the document says of an operation's answers: statuses, codes of problems, content types, names of headers. */
export function describedAnswers(document: OpenApi, name: string): string[] {
  const { paths, components } = document as unknown as Described;
  const [method = '', path = ''] = name.split(' ');
  const responses = Object.entries(paths[path]?.[method.toLowerCase()]?.responses ?? {});
  return responses.flatMap(([status, given]) => {
    const { headers = {}, content = {} } = components.responses[given.$ref?.split('/').at(-1) ?? ''] ?? given;
    const problem = content[PROBLEM_JSON]?.schema as
      { allOf?: { properties?: { code?: { enum?: string[] } } }[] } | undefined;
    const codes = problem?.allOf?.flatMap(({ properties }) => properties?.code?.enum ?? []) ?? [];
    return [
      status,
      ...codes,
      ...Object.keys(content),
      ...Object.keys(headers).map((each) => each.toLowerCase()),
    ];
  });
}
