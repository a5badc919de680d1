import type { Fields } from './fields.js';
import type { Query } from './query.js';

/** One request, as an operation sees it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** The JSON or form body as an object. */
  readonly body: Fields;
  /** The parsed body, whatever it is: for the operations that take a list or a file. */
  readonly rawBody: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly ip: string;
  /** Sets a header of the answer. */
  setHeader(name: string, value: string): void;
}

/** What an operation gives back: a value is a 200 with JSON. */
export type Operation = (call: Call) => unknown;

/** An answer with another status than 200, or with none of JSON's bodies. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body?: unknown,
  ) {}
}

/** 204 without a body. */
export const noContent = new Answer(204);

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Adds an operation under a path, with `:name` for its parameters. */
export type Register = (method: Method, path: string, operation: Operation) => void;
