import { Module, type DynamicModule, type FactoryProvider, type ModuleMetadata } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { Readiness, type ReadinessCheck } from './readiness.js';

const READINESS_CHECKS = Symbol('readiness checks');

/** Where the readiness checks come from: `app.module` knows the database and the migrations, this module does not. */
export interface HealthOptions {
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
  readonly checks: Omit<FactoryProvider<readonly ReadinessCheck[]>, 'provide'>;
}

@Module({})
export class HealthModule {
  static forRoot({ imports = [], checks }: HealthOptions): DynamicModule {
    return {
      module: HealthModule,
      imports: [...imports, TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [
        { provide: READINESS_CHECKS, ...checks },
        {
          provide: Readiness,
          inject: [READINESS_CHECKS],
          useFactory: (list: readonly ReadinessCheck[]) => new Readiness(list),
        },
      ],
      exports: [Readiness],
    };
  }
}
