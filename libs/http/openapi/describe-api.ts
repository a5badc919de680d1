import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { DescribedParam } from '../validation/path-param.js';
import { type ApiRoute, routesOf } from './api-operation.js';
import { describeExamples } from './describe-examples.js';
import { describeHeaders } from './describe-headers.js';
import { describePathParameters } from './describe-path-parameters.js';
import { describeProblems } from './describe-problems.js';
import type { DescribedProblem } from './edge-problems.js';

/** What the document says of itself, and what it cannot read off the decorators of the edge. */
export interface ApiDescription {
  readonly title: string;
  /** Markdown: what a caller has to know before the first request. */
  readonly description: string;
  readonly version: string;
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
  /** Path parameters that are read before any handler, by name. */
  readonly pathParameters?: Readonly<Record<string, DescribedParam>>;
  /** Completes an operation by what its decorators say. */
  readonly describe?: (route: ApiRoute) => void;
  /** What a route refuses beside what the edge does. */
  readonly problemsOf?: (route: ApiRoute) => readonly DescribedProblem[];
  /** Names of the headers that a route sets by itself. */
  readonly headersOf?: (route: ApiRoute) => readonly string[];
}

/** Makes the OpenAPI document of an application; it needs not be started, and a preview of it is enough. */
export function describeApi(app: INestApplication, description: ApiDescription): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(description.title)
    .setDescription(description.description)
    .setVersion(description.version)
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'A Clerk session token',
    })
    .addSecurityRequirements('bearer');
  for (const { name, description: text } of description.tags ?? []) builder.addTag(name, text);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    // A name that no route may keep: it shows the developer which handler has said none.
    operationIdFactory: (controller, method) => `${controller}.${method}`,
  });
  for (const route of routesOf(document)) {
    const { summary = '', responses } = route.operation;
    for (const response of Object.values(responses)) response.description ||= summary;
    description.describe?.(route);
  }
  describePathParameters(document, description.pathParameters ?? {});
  describeProblems(document, description.problemsOf ?? (() => []));
  describeHeaders(document, description.headersOf ?? (() => []));
  return describeExamples(document);
}
