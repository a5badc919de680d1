const HEAD =
  '// Written by `npm run openapi` from the routes of the service; `npm run check` compares. Do not edit.\n\n';
/** What a client's types need of a schema; words for people and bounds make no type. */
// prettier-ignore
const OF_TYPES = new Set([
  '$ref', 'type', 'enum', 'const', 'format', 'nullable', 'required', 'properties', 'additionalProperties',
  'items', 'allOf', 'oneOf', 'anyOf', 'description',
]);

/** The types of the client, made from the document. Problems are left out: the client throws them as errors. */
export async function clientTypes(document) {
  const { default: openapiTypescript, astToString } = await import('openapi-typescript');
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, slim(operation)])),
    ]),
  );
  const schemas = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, slimSchema(schema)]),
  );
  const { openapi, info } = document;
  const slimmed = {
    openapi,
    info: { title: info.title, version: info.version },
    paths,
    components: { schemas },
  };
  const nodes = await openapiTypescript(slimmed, { alphabetize: true });
  // What an operation does not have need not be said of each.
  const text = astToString(nodes).replaceAll(/^ +\w+\?: never;\n/gm, '');
  return `${HEAD}${text}`;
}

/** The POSTs that take an `Idempotency-Key`: a client makes one for each, and may send them again. */
export function idempotentPosts({ paths }) {
  const found = Object.entries(paths)
    .filter(([, { post }]) => post?.parameters?.some(({ name }) => name === 'Idempotency-Key'))
    .map(([path]) => `  '${path}',`);
  return `${HEAD}/** Paths whose POST takes an \`Idempotency-Key\`. */\nexport const idempotentPosts: readonly string[] = [\n${found.sort().join('\n')}\n];\n`;
}

function slim({ operationId, summary, parameters, requestBody, responses }) {
  return {
    operationId,
    summary,
    parameters: (parameters ?? []).map(({ name, in: location, required, schema }) => {
      return { name, in: location, required, schema: slimSchema(schema) };
    }),
    ...(requestBody === undefined
      ? {}
      : { requestBody: { required: requestBody.required, content: slimContent(requestBody.content) } }),
    responses: Object.fromEntries(
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, { content }]) => [status, { description: '', content: slimContent(content) }]),
    ),
  };
}

function slimContent(content = {}) {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => [type, { schema: slimSchema(schema) }]),
  );
}

function slimSchema(schema) {
  if (Array.isArray(schema)) return schema.map(slimSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([word]) => OF_TYPES.has(word))
      .map(([word, value]) => [
        word,
        word === 'properties'
          ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, slimSchema(each)]))
          : word === 'enum' || word === 'required' || word === 'type'
            ? value
            : slimSchema(value),
      ]),
  );
}
