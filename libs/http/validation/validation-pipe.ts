import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { FieldError } from '../errors/app-error.js';
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
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => httpErrors.invalidRequest({ errors: fieldErrorsOf(errors) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && Buffer.isBuffer(value)) return value;
    if (metadata.type === 'body' && Array.isArray(value) && metadata.metatype !== Array) {
      throw httpErrors.invalidBody({ detail: 'The body must be a JSON object.' });
    }
    const result: unknown = await super.transform(value, metadata);
    return result;
  }
}

/** The wrong fields of a validation, flat, each with its path (`members[0].email`). */
export function fieldErrorsOf(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors
    .flatMap((error) => {
      const field = pathOf(parent, error.property);
      const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
        field,
        message: rule === 'whitelistValidation' ? 'is not a field that is known here' : message,
      }));
      return [...own, ...fieldErrorsOf(error.children ?? [], field)];
    })
    .slice(0, MAX_ERRORS);
}

function pathOf(parent: string, property: string): string {
  const name = property.replace(/\p{C}/gu, '?').slice(0, 100);
  if (parent === '') return name;
  return /^\d+$/.test(name) ? `${parent}[${name}]` : `${parent}.${name}`;
}
