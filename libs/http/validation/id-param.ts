import type { PipeTransform } from '@nestjs/common';
import { httpErrors } from '../errors/http-errors.js';
import { describedParam } from './path-param.js';
import { uuidValue } from './text-values.js';

/** A UUID in lower case, as a regular expression. */
export const UUID_PATTERN = '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const UUID = new RegExp(UUID_PATTERN, 'i');

/** Reads a UUID, in lower case; undefined for any other text. */
export function parseId(text: string): string | undefined {
  return UUID.test(text) ? text.toLowerCase() : undefined;
}

/** A UUID in the path; a malformed one is answered like a true miss, so that nothing is learned from it. */
export class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    const id = typeof value === 'string' ? parseId(value) : undefined;
    if (!id) throw httpErrors.notFound();
    return id;
  }
}

/** What stands for any id of ours in examples. */
export const EXAMPLE_ID = '01939d6e-5b1c-7c3a-9a40-0e0f6b1f2a3c';

/** `@IdParam('roomId') roomId: string` */
export function IdParam(name: string): ParameterDecorator {
  const thing = name.replace(/Id$/, '').replace(/[A-Z]/g, ' $&').toLowerCase();
  const described = { schema: uuidValue.schema, description: `Id of the ${thing}.`, example: EXAMPLE_ID };
  return describedParam(name, described, new IdPipe());
}
