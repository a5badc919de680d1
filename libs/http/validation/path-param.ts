import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { httpErrors } from '../errors/http-errors.js';
import type { ValueType } from './value-type.js';

/** How a path parameter stands in the OpenAPI document. */
export interface DescribedParam {
  readonly schema: object;
  readonly description: string;
  readonly example: string;
}

/** A path parameter that a pipe reads, described by what that pipe takes. */
export function describedParam(
  name: string,
  described: DescribedParam,
  pipe: PipeTransform,
): ParameterDecorator {
  return (target, key, index) => {
    Param(name, pipe)(target, key, index);
    const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || method === undefined) return;
    const { schema, description, example } = described;
    // Of an example beside the schema `@nestjs/swagger` keeps nothing.
    ApiParam({ name, description, schema: { ...schema, example } })(target, key, method);
  };
}

/** Reads a path parameter as a kind of value; any other text is answered like a true miss. */
class ValuePipe implements PipeTransform<unknown> {
  constructor(private readonly type: ValueType) {}

  transform(value: unknown): unknown {
    const reading = this.type.read(value);
    if ('problems' in reading) throw httpErrors.notFound();
    return reading.value;
  }
}

/** `@PathParam('month', patternValue(MONTH, …), { description: 'The month.', example: '2026-11' }) month: string` */
export function PathParam(
  name: string,
  type: ValueType,
  { description, example }: Omit<DescribedParam, 'schema'>,
): ParameterDecorator {
  return describedParam(name, { schema: type.schema, description, example }, new ValuePipe(type));
}

/** A path parameter that is any text: what it names is looked up, and nobody refuses its shape. */
export function TextParam(name: string, described: Omit<DescribedParam, 'schema'>): ParameterDecorator {
  const schema = { type: 'string', minLength: 1, maxLength: 200 };
  return describedParam(name, { schema, ...described }, { transform: (value: unknown) => value });
}
