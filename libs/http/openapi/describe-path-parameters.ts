import type { OpenAPIObject } from '@nestjs/swagger';
import type { DescribedParam } from '../validation/path-param.js';
import { type ApiSchema, routesOf } from './api-operation.js';

/** Describes path parameters that no pipe of their route reads, but something before it; examples stand beside types. */
export function describePathParameters(
  document: OpenAPIObject,
  known: Readonly<Record<string, DescribedParam>>,
): OpenAPIObject {
  for (const { path, operation } of routesOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      const { example, ...schema } = parameter.schema ?? {};
      if (example !== undefined) Object.assign(parameter, { schema, example });
    }
    for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
      const parameters = (operation.parameters ??= []);
      const described = known[name];
      if (described === undefined) continue;
      const schema = described.schema as ApiSchema;
      const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
      if (parameter === undefined)
        parameters.unshift({ name, in: 'path', required: true, ...described, schema });
      else Object.assign(parameter, described);
    }
  }
  return document;
}
