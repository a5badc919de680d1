import { Param, type PipeTransform } from '@nestjs/common';
import { httpErrors } from '../errors/http-errors.js';

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

/** `@IdParam('roomId') roomId: string` */
export function IdParam(name: string): ParameterDecorator {
  return Param(name, new IdPipe());
}
