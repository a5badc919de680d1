import { AppError, type AppErrorOptions } from './app-error.js';

/** A line of an error catalogue: the machine code, the HTTP status, and the sentence said when none is given. */
export interface ErrorDefinition {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
}

/** Makes an error of one kind. */
export interface ErrorFactory<Code extends string = string> {
  (options?: AppErrorOptions & { readonly detail?: string }): AppError;
  readonly code: Code;
  readonly status: number;
}

/** A module's errors, each a factory: `throw errors.slugTaken()`. */
export type ErrorCatalogue<T extends Readonly<Record<string, ErrorDefinition>>> = {
  readonly [K in keyof T]: ErrorFactory<T[K]['code']>;
};

/**
 * Defines the errors of a module in one readable list.
 * @example const errors = defineErrors({ slugTaken: { code: 'slug_taken', status: 409, detail: 'The slug is taken.' } });
 */
export function defineErrors<const T extends Readonly<Record<string, ErrorDefinition>>>(
  definitions: T,
): ErrorCatalogue<T> {
  const entries = Object.entries(definitions).map(([name, definition]) => [name, factoryOf(definition)]);
  return Object.freeze(Object.fromEntries(entries)) as ErrorCatalogue<T>;
}

function factoryOf({ code, status, detail }: ErrorDefinition): ErrorFactory {
  const factory = (options: AppErrorOptions & { readonly detail?: string } = {}): AppError =>
    new AppError(code, status, options.detail ?? detail, options);
  return Object.assign(factory, { code, status });
}
