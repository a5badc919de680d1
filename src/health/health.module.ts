import { Environment } from '#libs/config';
import { Module, type DynamicModule, type FactoryProvider, type ModuleMetadata } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { PostureGauges } from './metrics/posture-gauges.js';
import { RequestMetrics } from './metrics/request-metrics.js';
import { OperationsPagesService } from './posture/operations-pages.service.js';
import { LoopbackPostureController, PostureController } from './posture/posture.controller.js';
import { type HealthIndicator, Posture } from './posture/posture.js';
import { Readiness, type ReadinessCheck } from './readiness.js';

const READINESS_CHECKS = Symbol('readiness checks');
const HEALTH_INDICATORS = Symbol('health indicators');

/** Where checks and indicators come from: `app.module` knows the parts of the service, this module does not. */
export interface HealthOptions {
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
  readonly environment: Environment;
  readonly checks: Omit<FactoryProvider<readonly ReadinessCheck[]>, 'provide'>;
  /** What `GET /health` and `GET /metrics` tell of; none: neither route exists. */
  readonly indicators?: Omit<FactoryProvider<readonly HealthIndicator[]>, 'provide'>;
}

@Module({})
export class HealthModule {
  static forRoot({ imports = [], environment, checks, indicators }: HealthOptions): DynamicModule {
    const isLoopbackOnly = environment.operationsAccess === 'loopback';
    return {
      module: HealthModule,
      imports: [...imports, TerminusModule.forRoot({ logger: false })],
      controllers: [
        HealthController,
        ...(indicators === undefined ? [] : [isLoopbackOnly ? LoopbackPostureController : PostureController]),
      ],
      providers: [
        { provide: READINESS_CHECKS, ...checks },
        {
          provide: Readiness,
          inject: [READINESS_CHECKS],
          useFactory: (list: readonly ReadinessCheck[]) => new Readiness(list),
        },
        ...(indicators === undefined
          ? []
          : [
              { provide: HEALTH_INDICATORS, ...indicators },
              {
                provide: Posture,
                inject: [HEALTH_INDICATORS],
                useFactory: (list: readonly HealthIndicator[]) => new Posture(list),
              },
              { provide: PostureGauges, useFactory: () => new PostureGauges() },
              { provide: Environment, useValue: environment },
              OperationsPagesService,
              RequestMetrics,
            ]),
      ],
      exports: [Readiness],
    };
  }
}
