import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Json = Record<string, unknown>;

const folder =
  process.env['CLERK_OPENAPI_DIR'] ?? resolve(import.meta.dirname, '../../../shared/clerk-openapi');

/** Are Clerk's own OpenAPI files on this machine? */
export const openApiIsPresent = existsSync(join(folder, 'bapi/2026-05-12.yml'));

/** Where they were looked for. */
export const openApiFolder = folder;

const IGNORED = new Set([
  'example',
  'examples',
  'description',
  'discriminator',
  'nullable',
  'deprecated',
  'title',
]);

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** One of Clerk's OpenAPI documents, ready to check answers and events. */
export class OpenApiContract {
  private readonly document: Json;
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly known = new Set<string>();
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(file: string) {
    this.document = parse(readFileSync(join(folder, file), 'utf8')) as Json;
    (addFormats as unknown as (ajv: Ajv) => void)(this.ajv);
  }

  /** `GET /users/{user_id}` and the like, every operation of the document. */
  operations(): string[] {
    return Object.entries(this.document['paths'] as Json).flatMap(([path, item]) =>
      METHODS.filter((method) => method in (item as Json)).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** The operation that a request belongs to: the one with the fewest parameters that matches. */
  operationOf(method: string, path: string): string | undefined {
    return this.operations()
      .filter((operation) => {
        const [verb, template = ''] = operation.split(' ');
        const pattern = template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+');
        return verb === method && new RegExp(`^${pattern}$`).test(path);
      })
      .sort((a, b) => a.split('{').length - b.split('{').length)[0];
  }

  /** What is wrong with an answer, in words; empty when nothing is. */
  checkAnswer(operation: string, status: number, body: unknown): string[] {
    const [method = '', path = ''] = operation.split(' ');
    const responses = ((this.document['paths'] as Json)[path] as Json)[method.toLowerCase()] as Json;
    const listed = this.resolve((responses['responses'] as Json)[String(status)] as Json | undefined);
    if (!listed) return status >= 400 ? [] : [`${operation} has no answer ${status}`];
    const schema = ((listed['content'] as Json | undefined)?.['application/json'] as Json | undefined)?.[
      'schema'
    ];
    return schema === undefined ? [] : this.check(`${operation} ${status}`, schema as Json, body);
  }

  /** Every event type of the webhook document. */
  events(): string[] {
    return Object.keys(this.document['x-webhooks'] as Json);
  }

  /** What Clerk shows of an event, the envelope included. */
  examplesOf(type: string): Json[] {
    const post = ((this.document['x-webhooks'] as Json)[type] as Json)['post'] as Json;
    const content = ((post['requestBody'] as Json)['content'] as Json)['application/json'] as Json;
    const named = Object.values((content['examples'] ?? {}) as Json).map(
      (each) => this.resolve(each as Json)?.['value'],
    );
    return [content['example'], ...named].filter((each): each is Json => each !== undefined);
  }

  /** What is wrong with an event; empty when nothing is. */
  checkEvent(type: string, body: unknown): string[] {
    const post = ((this.document['x-webhooks'] as Json)[type] as Json)['post'] as Json;
    const content = ((post['requestBody'] as Json)['content'] as Json)['application/json'] as Json;
    // The document's own list of session states has forgotten the one that this event is about.
    const forgotten = 'event session.pending/data/status ';
    return this.check(`event ${type}`, content['schema'] as Json, body).filter(
      (problem) => !problem.startsWith(forgotten),
    );
  }

  private check(name: string, schema: Json, body: unknown): string[] {
    let validate = this.compiled.get(name);
    if (!validate) {
      validate = this.ajv.compile(this.toJsonSchema(schema) as Json);
      this.compiled.set(name, validate);
    }
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${name}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }

  private resolve(node: Json | undefined): Json | undefined {
    const ref = node?.['$ref'];
    if (typeof ref !== 'string') return node;
    const found = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((part, key) => (part as Json)[key], this.document);
    return this.resolve(found as Json);
  }

  /**
   * OpenAPI 3.0 to JSON Schema: `nullable` spelled out, components kept as references so that each is compiled once.
   * `allOf` is merged into one object, because Clerk extends objects that forbid additional properties, which taken
   * literally nothing could satisfy.
   */
  private toJsonSchema(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((item) => this.toJsonSchema(item));
    if (typeof node !== 'object' || node === null) return node;
    const source = node as Json;
    const schema = typeof source['$ref'] === 'string' ? this.reference(source['$ref']) : this.convert(source);
    const nullable = source['nullable'] === true;
    return nullable ? { anyOf: [{ type: 'null' }, schema] } : schema;
  }

  private convert(source: Json): Json {
    const schema: Json = {};
    for (const [key, value] of Object.entries(source)) {
      if (IGNORED.has(key)) continue;
      if (key === 'properties') {
        const properties = Object.entries(value as Json).map(([name, item]) => [
          name,
          this.toJsonSchema(item),
        ]);
        schema[key] = Object.fromEntries(properties);
      } else if (key === 'allOf') {
        schema[key] = (value as Json[]).map((part) => this.convert(this.resolve(part) ?? {}));
      } else schema[key] = this.toJsonSchema(value);
    }
    return Array.isArray(schema['allOf']) ? mergeAll(schema) : schema;
  }

  private reference(ref: string): Json {
    const id = `clerk:/${ref.slice(2)}`;
    if (!this.known.has(id)) {
      this.known.add(id);
      const target = this.resolve({ $ref: ref }) ?? {};
      this.ajv.addSchema({ ...(this.toJsonSchema(target) as Json), $id: encodeURI(id) });
    }
    return { $ref: encodeURI(id) };
  }
}

function mergeAll(schema: Json): Json {
  const { allOf, ...own } = schema;
  const parts = [...(allOf as Json[]), own];
  if (parts.some((part) => 'anyOf' in part || 'oneOf' in part))
    return parts.length === 2 ? (parts[0] as Json) : schema;
  const merged: Json = {};
  for (const part of parts) {
    const properties = { ...(merged['properties'] as Json), ...(part['properties'] as Json) };
    const required = [
      ...((merged['required'] as string[] | undefined) ?? []),
      ...((part['required'] as string[] | undefined) ?? []),
    ];
    Object.assign(merged, part);
    if (Object.keys(properties).length > 0) merged['properties'] = properties;
    if (required.length > 0) merged['required'] = [...new Set(required)];
  }
  return merged;
}
