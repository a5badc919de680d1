import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { IntegerField, PatternField } from '../validation/fields.js';

/** The query of every list: `?limit=1..100&cursor=…`. Extend it for filters of your own. */
export class PageQuery {
  @IntegerField({
    min: 1,
    max: 100,
    fromText: true,
    optional: true,
    description: 'How many to give, 20 unless told.',
  })
  limit = 20;

  @PatternField({
    pattern: /^[A-Za-z0-9_-]+$/,
    max: 2048,
    expected: 'a nextCursor of this list',
    optional: true,
    description: 'nextCursor of the page before.',
  })
  cursor?: string;
}

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

/**
 * Cuts a page out of rows that were read with `limit + 1`: the row too many tells that another page follows.
 * @param cursorOf writes the cursor that leads behind a row
 */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { data: shown.map(present), nextCursor: hasMore ? cursorOf(last) : null };
}

/** Describes a route's answer as a page of a model. */
export function ApiPageOf(model: Type<object>): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: ['data', 'nextCursor'],
        properties: {
          data: { type: 'array', items: { $ref: getSchemaPath(model) } },
          nextCursor: { type: 'string', nullable: true },
        },
      },
    }),
  );
}
