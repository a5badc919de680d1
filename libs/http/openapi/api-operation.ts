import type { OpenAPIObject } from '@nestjs/swagger';

/** A JSON Schema of the document, or a reference to one. */
export type ApiSchema = object & { readonly [keyword: string]: unknown };

/** What stands under a status. */
export interface ApiResponseObject {
  $ref?: string;
  description?: string;
  headers?: Record<string, unknown>;
  content?: Record<string, { schema?: ApiSchema; example?: unknown }>;
}

/** A parameter of a path, a query or a header. */
export interface ApiParameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: ApiSchema;
  example?: unknown;
}

/** One method of one path, as the document describes it; what completes the document writes into it. */
export interface ApiOperationObject {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: ApiParameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: ApiSchema; example?: unknown }> };
  responses: Record<string, ApiResponseObject>;
  security?: Record<string, string[]>[];
  [extension: `x-${string}`]: unknown;
}

/** An operation with where it is. */
export interface ApiRoute {
  readonly method: string;
  /** `/api/v1/organizations/{organizationId}` */
  readonly path: string;
  readonly operation: ApiOperationObject;
}

/** Every operation of a document; a change to one is a change to the document. */
export function routesOf(document: OpenAPIObject): ApiRoute[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, ApiOperationObject>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}
