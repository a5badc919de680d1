import type { PipeTransform } from '@nestjs/common';
import { parseUuid } from '#libs/uuid';
import { httpErrors } from '../errors/http-errors.js';
import { describedParam } from './path-param.js';
import { uuidValue } from './text-values.js';

/** A UUID in the path; a malformed one is answered like a true miss, so that nothing is learned from it. */
export class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    const id = typeof value === 'string' ? parseUuid(value) : undefined;
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
