/** A schema of the API document, as far as requests are made from it. */
export interface Schema {
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
  readonly required?: readonly string[];
}

/** One method of one path. */
export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly queries: readonly { name: string; schema?: Schema; required?: boolean }[];
  readonly body: Schema | undefined;
}

interface DescribedOperation {
  /** The setting without which there is no such route. */
  readonly 'x-switched-on-by'?: string;
  readonly parameters?: readonly { name: string; in: string; schema?: Schema; required?: boolean }[];
  readonly requestBody?: { content: { 'application/json'?: { schema: Schema } } };
}

/** The OpenAPI document as the service hands it out. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Names of members from the outside in; a number is an index in a list. */
export type MemberPath = readonly (string | number)[];

/** Reads the API document: its operations, what their bodies are made of, and values that they take. */
export class ApiDocument {
  /** @param known a value for a field or a path parameter of this name; undefined: as the schema says */
  constructor(
    private readonly document: OpenApi,
    readonly known: (name: string) => string | undefined,
  ) {}

  operations(): ApiOperation[] {
    return Object.entries(this.document.paths)
      .filter(([path]) => path.startsWith('/api/v1'))
      .flatMap(([path, methods]) =>
        Object.entries(methods)
          // Services of specs do without.
          .filter(([, operation]) => operation['x-switched-on-by'] === undefined)
          .map(([method, { parameters = [], requestBody }]) => ({
            method: method.toUpperCase(),
            path,
            queries: parameters.filter((parameter) => parameter.in === 'query'),
            body: requestBody?.content['application/json']?.schema,
          })),
      );
  }

  /** The least that the schema takes, as far as it says what it takes. */
  sample(given: Schema, name = ''): unknown {
    const schema = this.resolve(given);
    const { properties } = schema;
    if (properties !== undefined) {
      const needed = schema.required ?? [];
      return Object.fromEntries(needed.map((each) => [each, this.sample(properties[each] ?? {}, each)]));
    }
    if (this.typeOf(schema) === 'array') return [this.sample(schema.items ?? {}, name)];
    const known = this.known(name);
    if (known !== undefined) return known;
    if (schema.enum !== undefined) return schema.enum[0];
    if (schema.example !== undefined) return schema.example;
    switch (this.typeOf(schema)) {
      case 'integer':
      case 'number':
        return Math.max(schema.minimum ?? 1, 1);
      case 'boolean':
        return false;
      default:
        return SAMPLES[schema.format ?? ''] ?? 'abc';
    }
  }

  /** Of a body whose fields may all be left out, one that changes something: those that the schema gives an example of. */
  sampleOfChange(given: Schema): unknown {
    const { properties = {}, required = [] } = this.resolve(given);
    if (required.length > 0) return this.sample(given);
    return Object.fromEntries(
      Object.entries(properties).flatMap(([name, schema]) =>
        schema.example === undefined ? [] : [[name, schema.example]],
      ),
    );
  }

  /** Every field that holds no others, and apart from them the lists and objects that do. */
  pathsIn(given: Schema): { fields: MemberPath[]; containers: MemberPath[] } {
    const fields: MemberPath[] = [];
    const containers: MemberPath[] = [];
    const walk = (each: Schema, at: MemberPath): void => {
      const schema = this.resolve(each);
      const inner: [string | number, Schema][] =
        schema.properties !== undefined
          ? Object.entries(schema.properties)
          : schema.items !== undefined
            ? [[0, schema.items]]
            : [];
      if (at.length > 0) (inner.length === 0 ? fields : containers).push(at);
      for (const [name, member] of inner) walk(member, [...at, name]);
    };
    walk(given, []);
    return { fields, containers };
  }

  /** A sample of the schema in which these paths hold other values. */
  sampleWith(schema: Schema, changes: readonly (readonly [MemberPath, unknown])[]): unknown {
    return changes.reduce(
      (sample, [path, value]) => this.withValue(sample, schema, path, value),
      this.sample(schema),
    );
  }

  private withValue(sample: unknown, given: Schema, [first, ...rest]: MemberPath, value: unknown): unknown {
    if (first === undefined) return value;
    const schema = this.resolve(given);
    const member = (typeof first === 'number' ? schema.items : schema.properties?.[first]) ?? {};
    const copy = (Array.isArray(sample) ? [...sample] : { ...(sample as object) }) as Record<
      string | number,
      unknown
    >;
    copy[first] = this.withValue(copy[first] ?? this.sample(member, String(first)), member, rest, value);
    return copy;
  }

  private resolve(schema: Schema): Schema {
    if (schema.$ref !== undefined)
      return this.resolve(this.document.components.schemas[schema.$ref.split('/').at(-1)!]!);
    const one = schema.allOf?.[0] ?? schema.oneOf?.at(-1) ?? schema.anyOf?.at(-1);
    return one === undefined ? schema : this.resolve(one);
  }

  private typeOf({ type }: Schema): string | undefined {
    return [type].flat()[0];
  }
}

const SAMPLES: Readonly<Record<string, string>> = {
  uuid: '01900000-0000-7000-8000-000000000000',
  email: 'garbage@guest.test',
  'date-time': '2099-01-01T00:00:00Z',
};
