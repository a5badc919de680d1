import type { ApiDocument, ApiOperation, MemberPath } from './api-document.js';

/** One request with values in it that nobody sends in good faith. */
export interface BrokenRequest {
  readonly operation: ApiOperation;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** What was broken, for the failure. */
  readonly what: string;
}

/** The fields of one operation, which one value is put into: together, and each alone. */
export interface BrokenFields {
  /** What a problem calls each field: `members[0].email`. */
  readonly names: readonly string[];
  /** Makes the request in which these fields hold the value. */
  readonly with: (names: readonly string[]) => BrokenRequest;
}

const HEADERS = [
  'If-Match',
  'Idempotency-Key',
  'X-Request-Id',
  'User-Agent',
  'X-Access-Reason',
  'Accept',
  'Range',
];

/** Requests for everything that the API document describes, with values put into each member. */
export class DescribedRequests {
  constructor(private readonly document: ApiDocument) {}

  /** @param values for path segments, already encoded */
  inPaths(values: readonly string[]): BrokenRequest[] {
    return this.document.operations().flatMap((operation) =>
      [...operation.path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) =>
        values.map((value) => ({
          ...this.sample(operation),
          path: this.fill(operation, { [name!]: value }),
          what: this.nameOf(operation, `path ${name!}`, value),
        })),
      ),
    );
  }

  inQueries(values: readonly string[]): BrokenFields[] {
    return this.document.operations().flatMap((operation) => {
      const { queries } = operation;
      if (queries.length === 0) return [];
      return values.map((value) => ({
        names: queries.map(({ name }) => name),
        with: (names: readonly string[]) => ({
          ...this.sample(operation),
          path: this.fill(operation, {}, Object.fromEntries(names.map((name) => [name, value]))),
          what: this.nameOf(operation, `query ${names.join(', ')}`, value),
        }),
      }));
    });
  }

  /** Each header of each operation with one of the values, in turn, so that every header meets every value. */
  inHeaders(values: readonly string[]): BrokenRequest[] {
    return this.document.operations().flatMap((operation, index) =>
      HEADERS.map((name) => {
        const value = values[index % values.length]!;
        return {
          ...this.sample(operation),
          headers: { [name]: value },
          what: this.nameOf(operation, `header ${name}`, value),
        };
      }),
    );
  }

  inBodies(values: readonly unknown[]): BrokenFields[] {
    return this.document.operations().flatMap((operation) => {
      const { body: schema } = operation;
      if (schema === undefined) return [];
      const { fields, containers } = this.document.pathsIn(schema);
      // What stands inside of a container is gone when that is replaced, so each of those is asked alone.
      return [fields, ...containers.map((path) => [path])].flatMap((paths) =>
        values.map((value) => ({
          names: paths.map(nameOfPath),
          with: (names: readonly string[]) => ({
            ...this.sample(operation),
            body: JSON.stringify(
              this.document.sampleWith(
                schema,
                paths.filter((path) => names.includes(nameOfPath(path))).map((path) => [path, value]),
              ),
            ),
            what: this.nameOf(operation, `body ${names.join(', ')}`, value),
          }),
        })),
      );
    });
  }

  private sample(operation: ApiOperation): BrokenRequest {
    const { body } = operation;
    return {
      operation,
      path: this.fill(operation),
      headers: {},
      body: body === undefined ? undefined : JSON.stringify(this.document.sample(body)),
      what: '',
    };
  }

  private nameOf({ method, path }: ApiOperation, where: string, value: unknown): string {
    return `${method} ${path} with ${where} = ${JSON.stringify(value).slice(0, 60)}`;
  }

  private fill(
    { path, queries }: ApiOperation,
    segments: Readonly<Record<string, string>> = {},
    parameters: Readonly<Record<string, string>> = {},
  ): string {
    const filled = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => segments[name] ?? encodeURIComponent(this.document.known(name) ?? 'x'),
    );
    const pairs = queries.flatMap(({ name, schema, required }) => {
      const value =
        parameters[name] ?? (required === true ? this.document.sample(schema ?? {}, name) : undefined);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return value === undefined ? [] : [`${name}=${encodeURIComponent(text)}`];
    });
    return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
  }
}

function nameOfPath(path: MemberPath): string {
  return path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name === '' ? part : `${name}.${part}`),
    '',
  );
}
