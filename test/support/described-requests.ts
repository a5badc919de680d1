/** One request in which a single value was replaced. */
export interface SpoiltRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** What was spoilt, for the failure. */
  readonly what: string;
}

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly parameters?: readonly { name: string; in: string; schema?: Schema; required?: boolean }[];
  readonly requestBody?: { content: { 'application/json'?: { schema: Schema } } };
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const HEADERS = ['If-Match', 'Idempotency-Key', 'X-Request-Id', 'User-Agent', 'X-Access-Reason', 'Accept'];

/** Everything that the API document describes, each place once with each value in it. */
export class DescribedRequests {
  constructor(
    private readonly document: ApiDocument,
    /** What stands in the path where it is not spoilt. */
    private readonly ids: Readonly<Record<string, string>>,
  ) {}

  /** @param values for path segments, already encoded */
  inPaths(values: readonly string[]): SpoiltRequest[] {
    return this.operations().flatMap(({ method, path }) =>
      [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) =>
        values.map((value) =>
          this.request(method, this.fill(path, { [name!]: value }), `path ${name!}=${value}`),
        ),
      ),
    );
  }

  inQueries(values: readonly string[]): SpoiltRequest[] {
    return this.operations().flatMap(({ method, path, operation }) => {
      const queries = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      return queries.flatMap(({ name }) =>
        values.map((value) => {
          const others = queries.filter((other) => other.name !== name && other.required === true);
          const pairs = [
            ...others.map((other) => [other.name, String(this.sample(other.schema ?? {}))]),
            [name, value],
          ];
          const query = pairs.map(([key, text]) => `${key!}=${encodeURIComponent(text!)}`).join('&');
          return this.request(method, `${this.fill(path)}?${query}`, `query ${name}=${value}`);
        }),
      );
    });
  }

  /** Each header of each operation with one of the values, in turn, so that every header meets every value. */
  inHeaders(values: readonly string[]): SpoiltRequest[] {
    return this.operations().flatMap(({ method, path, operation }, index) =>
      HEADERS.map((name) => {
        const value = values[index % values.length]!;
        return {
          ...this.request(method, this.fill(path), `header ${name}: ${value}`),
          body: this.bodyOf(operation),
          headers: { [name]: value },
        };
      }),
    );
  }

  inBodies(values: readonly unknown[]): SpoiltRequest[] {
    return this.operations().flatMap(({ method, path, operation }) => {
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (schema === undefined) return [];
      const sample = this.sample(schema);
      return this.placesOf(schema, []).flatMap((place) =>
        values.map((value) => ({
          ...this.request(method, this.fill(path), `body ${place.join('.')}=${JSON.stringify(value)}`),
          body: JSON.stringify(withValue(sample, place, value)),
        })),
      );
    });
  }

  private operations() {
    return Object.entries(this.document.paths)
      .filter(([path]) => path.startsWith('/api/v1'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          operation,
        })),
      );
  }

  private request(method: string, path: string, what: string): SpoiltRequest {
    return {
      method,
      path,
      headers: {},
      body: undefined,
      what: `${method} ${path.slice(0, 140)} with ${what}`,
    };
  }

  private bodyOf(operation: Operation): string | undefined {
    const schema = operation.requestBody?.content['application/json']?.schema;
    return schema === undefined ? undefined : JSON.stringify(this.sample(schema));
  }

  private fill(path: string, changes: Readonly<Record<string, string>> = {}): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => changes[name] ?? this.ids[name] ?? 'x');
  }

  private resolve(schema: Schema): Schema {
    if (schema.$ref !== undefined)
      return this.resolve(this.document.components.schemas[schema.$ref.split('/').at(-1)!]!);
    const one = schema.allOf?.[0] ?? schema.oneOf?.at(-1) ?? schema.anyOf?.at(-1);
    return one === undefined ? schema : this.resolve(one);
  }

  /** A value that the schema takes, as far as it says what it takes. */
  private sample(given: Schema): unknown {
    const schema = this.resolve(given);
    if (schema.properties !== undefined)
      return Object.fromEntries(
        Object.entries(schema.properties).map(([name, member]) => [name, this.sample(member)]),
      );
    if (schema.enum !== undefined) return schema.enum[0];
    if (schema.example !== undefined) return schema.example;
    switch ([schema.type].flat()[0]) {
      case 'array':
        return [this.sample(schema.items ?? {})];
      case 'integer':
      case 'number':
        return Math.max(schema.minimum ?? 1, 1);
      case 'boolean':
        return false;
      default:
        return SAMPLES[schema.format ?? ''] ?? 'abc';
    }
  }

  /** The path of every field, members of lists and objects included. */
  private placesOf(given: Schema, at: readonly (string | number)[]): (string | number)[][] {
    const schema = this.resolve(given);
    if (schema.properties !== undefined)
      return Object.entries(schema.properties).flatMap(([name, member]) => [
        [...at, name],
        ...this.placesOf(member, [...at, name]),
      ]);
    return schema.items === undefined ? [] : [[...at, 0], ...this.placesOf(schema.items, [...at, 0])];
  }
}

const SAMPLES: Readonly<Record<string, string>> = {
  uuid: '01900000-0000-7000-8000-000000000000',
  email: 'garbage@guest.test',
  'date-time': '2099-01-01T00:00:00Z',
};

function withValue(sample: unknown, [first, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (first === undefined) return value;
  const copy = (Array.isArray(sample) ? [...sample] : { ...(sample as object) }) as Record<
    string | number,
    unknown
  >;
  copy[first] = withValue(copy[first], rest, value);
  return copy;
}
