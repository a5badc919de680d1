import type { ApiRoute } from '#libs/http';

/** A schema of the document as the rules read it. */
interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** As much of an OpenAPI document as the rules look at. */
export interface Document {
  readonly tags?: readonly { name: string; description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiRoute['operation']>>>>;
  readonly components: {
    readonly schemas: Record<string, Schema>;
    readonly responses: Record<string, Answer>;
  };
}
type Answer = ApiRoute['operation']['responses'][string];

/** A rule over the whole document: what breaks it, in sentences for whoever added the route. */
export type DocumentRule = (document: Document) => string[];

const SUCCESS = /^[23]/;
const PROBLEM_JSON = 'application/problem+json';
/** Fields whose values are words of ours. */
const WORDS = new Set(['status', 'code', 'kind', 'state', 'outcome', 'scopeKind', 'delivery', 'law']);

/** Every rule, by what holds of the whole document. */
export const documentRules: Readonly<Record<string, DocumentRule>> = {
  'every operation has an id of its own, in words': (document) => {
    const seen = new Map<string, string>();
    return each(document, ({ operationId }, name) => {
      const other = seen.get(operationId);
      seen.set(operationId, name);
      if (!/^[a-z]+(?:[A-Z][a-z]*)+$/.test(operationId))
        return `${name}: say a name for clients, such as listMembers, in @ApiOperation({ operationId }); ${operationId} is none`;
      return other === undefined ? null : `${name}: ${operationId} is the name of ${other} already`;
    });
  },
  'every operation has a summary in words': (document) =>
    each(document, ({ summary = '' }, name) =>
      /\w+ .*\w/.test(summary)
        ? null
        : `${name}: say in @ApiOperation({ summary }) what it does, in a few words`,
    ),
  'every operation has one tag, and each tag is described': (document) => {
    const known = new Map(document.tags?.map((tag) => [tag.name, tag.description]));
    return each(document, ({ tags = [] }, name) =>
      tags.length === 1 && (known.get(tags[0]!) ?? '') !== ''
        ? null
        : `${name}: give it one tag of the apiGroups of a manifest (@ApiTags); it has ${JSON.stringify(tags)}`,
    );
  },
  'every path parameter has a type, a description and an example': (document) =>
    routes(document).flatMap(({ method, path, operation }) => {
      const described = new Map(
        (operation.parameters ?? []).filter((each) => each.in === 'path').map((each) => [each.name, each]),
      );
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      return named
        .filter((name) => {
          const { schema = {}, description, example } = described.get(name) ?? {};
          const isNarrow = ['format', 'pattern', 'enum', 'maxLength'].some((word) => word in schema);
          return schema['type'] !== 'string' || !isNarrow || !description || example === undefined;
        })
        .map(
          (name) =>
            `${method} ${path}: read {${name}} by @IdParam, @ReferenceParam, @PathParam or @TextParam`,
        );
    }),
  'every operation says who may call it': (document) =>
    each(document, (operation, name) => {
      const access = String(operation['x-access']);
      const isOpen = ['public', 'token', 'session'].includes(access);
      const needs = operation['x-required-permission'] ?? operation['x-required-role'];
      const isSaid = operation.description?.includes('**Access:**') === true;
      return isSaid && (isOpen || (access === 'right' && typeof needs === 'string'))
        ? null
        : `${name}: declare its policy by a decorator of src/auth/route-policy.ts`;
    }),
  'every success has a body that is described, or none': (document) =>
    each(document, ({ responses }, name) => {
      const successes = Object.entries(responses).filter(([status]) => SUCCESS.test(status));
      const bare = successes.filter(([status, { description, content }]) => {
        const bodies = Object.values(content ?? {});
        return (
          !description ||
          (status !== '204' && status !== '304' && bodies.length === 0) ||
          bodies.some(({ schema }) => schema === undefined || Object.keys(schema).length === 0)
        );
      });
      return successes.length > 0 && bare.length === 0
        ? null
        : `${name}: describe what it answers (@ApiOkResponse({ type }), @ApiPageOf, @ApiContents)`;
    }),
  'every JSON body has an example': (document) =>
    each(document, ({ requestBody, responses }, name) => {
      const successes = Object.entries(responses).filter(([status]) => SUCCESS.test(status));
      const bodies = [requestBody, ...successes.map(([, answer]) => answer)];
      const bare = bodies.some((body) => {
        const json = body?.content?.['application/json'];
        return json !== undefined && json.example === undefined;
      });
      return bare ? `${name}: its body has no example` : null;
    }),
  'every operation names the problems that it can answer, by code': (document) =>
    each(document, ({ responses }, name) => {
      const refusals = Object.entries(responses).filter(
        ([status]) => !SUCCESS.test(status) && status !== 'default',
      );
      const vague = refusals
        .filter(([, given]) => codesOf(document, given).length === 0)
        .map(([status]) => status);
      return refusals.length > 3 && vague.length === 0
        ? null
        : `${name}: tells no codes under ${vague.join(', ') || 'any status'}; declare them by AppError or defineErrors`;
    }),
  'whatever is refused for a while says when to come back': (document) =>
    each(document, ({ responses }, name) =>
      ['429', '503'].every((status) => 'Retry-After' in (resolve(document, responses[status]).headers ?? {}))
        ? null
        : `${name}: its 429 or 503 tells no Retry-After`,
    ),
  'every operation that makes something takes an Idempotency-Key': (document) =>
    each(document, ({ responses, parameters = [] }, name) =>
      !('201' in responses) || parameters.some((each) => each.name === 'Idempotency-Key')
        ? null
        : `${name}: answers 201, so that it has to be @Idempotent()`,
    ),
  'a condition on a version is told together with the version': (document) =>
    each(document, ({ responses, parameters = [] }, name) => {
      if (!parameters.some((each) => each.name === 'If-Match')) return null;
      const isTold = Object.entries(responses).some(
        ([status, { headers }]) => status === '204' || (SUCCESS.test(status) && 'ETag' in (headers ?? {})),
      );
      return isTold && '412' in responses ? null : `${name}: takes If-Match and tells no ETag or no 412`;
    }),
  'a field that holds a word of ours lists the words': (document) =>
    Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      openWords(schema).map((field) => `${name}.${field}: list its words (enum: […] in @ApiProperty)`),
    ),
  // openapi-typescript makes an object without any member of one that is only called an object.
  'an object says what is in it, or that anything may be': ({ paths, components }) =>
    bareObjects({ paths, components }, []).map(
      (place) => `${place}: say what is in it (additionalProperties: true for anything)`,
    ),
};

function routes(document: Document): ApiRoute[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function each(
  document: Document,
  look: (operation: ApiRoute['operation'], name: string) => string | null,
): string[] {
  return routes(document).flatMap(
    ({ method, path, operation }) => look(operation, `${method} ${path}`) ?? [],
  );
}

function resolve({ components }: Document, answer: Answer | undefined): Answer {
  const name = answer?.$ref?.split('/').at(-1);
  return (name === undefined ? answer : components.responses[name]) ?? {};
}

function codesOf(document: Document, answer: Answer): unknown[] {
  const schema = resolve(document, answer).content?.[PROBLEM_JSON]?.schema as
    { allOf?: { properties?: { code?: { enum?: unknown[] } } }[] } | undefined;
  return schema?.allOf?.flatMap(({ properties }) => properties?.code?.enum ?? []) ?? [];
}

/** Where a schema, below what is not an example, calls something an object and says no more. */
function bareObjects(node: unknown, place: readonly string[]): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const isObject = 'type' in node && [node.type].flat().includes('object');
  const isBare = isObject && !['properties', 'additionalProperties', 'allOf'].some((word) => word in node);
  const below = Object.entries(node).filter(([word]) => !['example', 'examples'].includes(word));
  return [
    ...(isBare ? [place.join(' ')] : []),
    ...below.flatMap(([word, value]) => bareObjects(value, [...place, word])),
  ];
}

function openWords({ properties = {} }: Schema): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const isText = [schema['type']].flat().includes('string');
    const isNarrow = ['enum', 'const', 'pattern', 'format'].some((word) => word in schema);
    return WORDS.has(name) && isText && !isNarrow ? [name] : [];
  });
}
