import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';
import { RefusedValue, type ValueType } from './value-type.js';

/** What every field decorator takes. */
export interface FieldOptions {
  /** The field may be left out (then it is undefined; `null` is still refused). */
  readonly optional?: boolean;
  /** `null` is a value of this field. */
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

/**
 * A DTO field in one line: reads the value once into its canonical form, validates it, and describes it in the OpenAPI
 * document. `@TextField`, `@EmailField` and the others are this with their value type filled in.
 */
export function Field(type: ValueType, options: FieldOptions = {}): PropertyDecorator {
  const { optional = false, nullable = false, description, example } = options;
  const isAbsent = (value: unknown) => (optional && value === undefined) || (nullable && value === null);
  return applyDecorators(
    ApiProperty({
      ...type.schema,
      required: !optional,
      ...(nullable ? { nullable } : {}),
      ...(description === undefined ? {} : { description }),
      ...(example === undefined ? {} : { example }),
    }),
    // From the source and not `value`: that is a copy, in which class-transformer has left names of `Object.prototype` out.
    Transform(({ obj, key }: { obj: Readonly<Record<string, unknown>>; key: string }) =>
      isAbsent(obj[key]) ? obj[key] : read(type, obj[key]),
    ),
    ValidateIf((_, value) => !isAbsent(value)),
    ValidateBy({
      name: type.name,
      validator: {
        validate: (value) => value !== undefined && !(value instanceof RefusedValue),
        defaultMessage: () => 'is missing',
      },
    }),
  );
}

function read(type: ValueType, value: unknown): unknown {
  if (value === undefined) return undefined;
  const reading = type.read(value);
  return 'problems' in reading ? new RefusedValue(reading.problems) : reading.value;
}
