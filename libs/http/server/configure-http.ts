import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemFilter } from '../errors/problem.filter.js';
import { StrictValidationPipe } from '../validation/validation-pipe.js';

/** Gives an application the problem filter and the validation. Call before `listen`. */
export function configureHttp(app: NestFastifyApplication): void {
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new StrictValidationPipe());
}
