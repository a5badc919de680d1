import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** What an answer of one content type is: a model as JSON, text, or bytes. */
type Content = Type<object> | 'text' | 'bytes' | 'object';

const SCHEMAS = {
  text: { type: 'string' },
  bytes: { type: 'string', format: 'binary' },
  object: { type: 'object', additionalProperties: true },
} as const;

/**
 * Describes an answer that exists in several content types, or in one that is not JSON:
 * `@ApiContents({ 'application/json': ReportResponse, 'text/csv': 'text' })`
 */
export function ApiContents(
  contents: Readonly<Record<string, Content>>,
  { status = 200, description }: { readonly status?: number; readonly description?: string } = {},
): MethodDecorator {
  const models = Object.values(contents).filter((content) => typeof content !== 'string');
  const content = Object.fromEntries(
    Object.entries(contents).map(([type, given]) => [
      type,
      { schema: typeof given === 'string' ? SCHEMAS[given] : { $ref: getSchemaPath(given) } },
    ]),
  );
  return applyDecorators(
    ApiExtraModels(...models),
    ApiResponse({ status, content, ...(description === undefined ? {} : { description }) }),
  );
}
