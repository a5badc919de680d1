import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { FieldError } from '../errors/app-error.js';
import { RefusedValue } from './value-type.js';
import { httpErrors } from '../errors/http-errors.js';

const MAX_ERRORS = 50;

/**
 * The one validation of bodies and queries: unknown fields are refused, nothing is converted by guess, a body must be
 * an object, and every problem names its field. Values are never repeated.
 */
export class StrictValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      transformOptions: { enableImplicitConversion: false, exposeUnsetFields: false },
      stopAtFirstError: true,
      // The value is read for its reasons below and goes no further.
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => httpErrors.invalidRequest({ errors: fieldErrorsOf(errors) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && Buffer.isBuffer(value)) return value;
    if (metadata.type === 'body' && Array.isArray(value) && metadata.metatype !== Array) {
      throw httpErrors.invalidBody({ detail: 'The body must be a JSON object.' });
    }
    if (metadata.type === 'query') refusePrototypeKeys(value);
    const result: unknown = await super.transform(value, metadata);
    return result;
  }
}

/** class-transformer drops these keys in silence; in a body the JSON parser has refused them. */
function refusePrototypeKeys(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const field = ['__proto__', 'constructor', 'prototype'].find((key) => Object.hasOwn(value, key));
  if (field)
    throw httpErrors.invalidRequest({ errors: [{ field, message: 'is not a field that is known here' }] });
}

/** The wrong fields of a validation, flat, each with its path (`members[0].email`). */
export function fieldErrorsOf(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((error) => errorsOf(error, pathOf(parent, error.property))).slice(0, MAX_ERRORS);
}

function errorsOf(error: ValidationError, field: string): FieldError[] {
  if (error.value instanceof RefusedValue) {
    return error.value.problems.map(({ at, message }) => ({ field: `${field}${at}`, message }));
  }
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? 'is not a field that is known here' : message,
  }));
  return own.length > 0 ? own : fieldErrorsOf(error.children ?? [], field);
}

function pathOf(parent: string, property: string): string {
  const name = property.replace(/\p{C}/gu, '?').slice(0, 100);
  if (parent === '') return name;
  return /^\d+$/.test(name) ? `${parent}[${name}]` : `${parent}.${name}`;
}
