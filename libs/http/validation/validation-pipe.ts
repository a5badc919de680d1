import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { FieldError } from '../errors/app-error.js';
import { inheritedNames, UNKNOWN_FIELD } from './inherited-names.js';
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
    refuseInheritedNames(value, metadata);
    const result: unknown = await super.transform(value, metadata);
    return result;
  }
}

/** The whitelist of class-validator and class-transformer overlook names that every object has (`toString`). */
function refuseInheritedNames(value: unknown, { type, metatype }: ArgumentMetadata): void {
  if ((type !== 'body' && type !== 'query') || typeof value !== 'object' || value === null) return;
  const fields = inheritedNames(metatype, value);
  if (fields.length === 0) return;
  throw httpErrors.invalidRequest({
    errors: fields.slice(0, MAX_ERRORS).map((field) => ({ field, message: UNKNOWN_FIELD })),
  });
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
    message: rule === 'whitelistValidation' ? UNKNOWN_FIELD : message,
  }));
  return own.length > 0 ? own : fieldErrorsOf(error.children ?? [], field);
}

function pathOf(parent: string, property: string): string {
  const name = property.replace(/\p{C}/gu, '?').slice(0, 100);
  if (parent === '') return name;
  return /^\d+$/.test(name) ? `${parent}[${name}]` : `${parent}.${name}`;
}
