import { applyDecorators, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Field, type FieldOptions } from './field.js';
import { inheritedNames, UNKNOWN_FIELD } from './inherited-names.js';
import { accepted, refused, type Reading, type ValueProblem, type ValueType } from './value-type.js';

/** How many members a list has, both bounds included, and whether one may come twice. */
export interface ListOptions extends FieldOptions {
  /** Default 0. */
  readonly min?: number;
  /** Default 100. */
  readonly max?: number;
  /** Members that read alike are refused; for lists of plain values. */
  readonly unique?: boolean;
}

/** An object of its own DTO class, validated field by field. An array is no object. */
export function ObjectField(type: () => Type<object>, options: FieldOptions = {}): PropertyDecorator {
  const read = (value: unknown): Reading => readObject(type(), value);
  return applyDecorators(
    Field({ name: 'object', schema: { type: () => type() }, read }, options),
    ValidateNested(),
  );
}

/** A list of objects of a DTO class. */
export function ObjectListField(type: () => Type<object>, options: ListOptions = {}): PropertyDecorator {
  const member: ValueType = {
    name: 'object',
    schema: {},
    read: (value) => readObject(type(), value),
  };
  const list = listValue(member, options);
  // swagger tells a lazy type by its name, which it has from the property here.
  const schema = { ...boundsOf(options), type: () => type(), isArray: true };
  return applyDecorators(Field({ ...list, schema }, options), ValidateNested({ each: true }));
}

/** A list of plain values: `@ListField(emailValue, { max: 50, unique: true })`. */
export function ListField(member: ValueType, options: ListOptions = {}): PropertyDecorator {
  return Field(listValue(member, options), options);
}

function listValue(member: ValueType, options: ListOptions): ValueType {
  const { min = 0, max = 100, unique = false } = options;
  const schema = {
    type: 'array',
    items: member.schema,
    ...boundsOf(options),
    ...(unique ? { uniqueItems: true } : {}),
  };
  const read = (value: unknown): Reading => {
    if (!Array.isArray(value)) return refused('must be a list');
    if (value.length < min) return refused(`must have ${min} members or more`);
    if (value.length > max) return refused(`must not have more than ${max} members`);
    const { values, problems } = readMembers(member, value, unique);
    return problems.length > 0 ? { problems } : accepted(values);
  };
  return { name: 'list', schema, read };
}

function readMembers(member: ValueType, list: readonly unknown[], unique: boolean) {
  const values: unknown[] = [];
  const problems: ValueProblem[] = [];
  for (const [index, item] of list.entries()) {
    const reading = member.read(item);
    if ('problems' in reading) {
      problems.push(...reading.problems.map(({ at, message }) => ({ at: `[${index}]${at}`, message })));
    } else if (unique && values.includes(reading.value)) {
      problems.push({ at: `[${index}]`, message: 'must not come twice' });
    } else {
      values.push(reading.value);
    }
  }
  return { values, problems };
}

function boundsOf({ min = 0, max = 100 }: ListOptions): object {
  return { minItems: min, maxItems: max };
}

function readObject(type: Type<object>, value: unknown): Reading {
  if (!isPlainObject(value)) return refused('must be an object');
  const unknown = inheritedNames(type, value);
  if (unknown.length > 0)
    return { problems: unknown.map((key) => ({ at: `.${key}`, message: UNKNOWN_FIELD })) };
  return accepted(
    plainToInstance(type, value, { enableImplicitConversion: false, exposeUnsetFields: false }),
  );
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
