import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { HealthCheckService, HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { Environment } from '#settings';
import type { LoadedModule } from '#manifest';
import { AuditLog, AuditModule } from '#audit';
import { UnitOfWork } from '#libs/database';
import { DebugBundleController } from './debug-bundle/debug-bundle.controller.js';
import { DebugBundleService } from './debug-bundle/debug-bundle.service.js';
import { DoctorController } from './doctor/doctor.controller.js';
import type { DoctorReport } from './doctor/doctor-report.js';
import { DoctorService } from './doctor/doctor.service.js';
import { HealthController } from './health.controller.js';
import { HealthGauges } from './status/health-gauges.js';
import { RequestMetrics } from './metrics/request-metrics.js';
import { Readiness, type ReadinessCheck } from './readiness.js';
import { HealthStatusController, LoopbackHealthStatusController } from './status/health-status.controller.js';
import { type HealthIndicator, HealthStatusService } from './status/health-status.service.js';
import { moduleIndicatorsOf } from './status/module-indicators.js';
import { OperationsPagesService } from './status/operations-pages.service.js';

/** Where checks and indicators come from: this module knows none of them. */
export interface HealthOptions {
  readonly environment: Environment;
  readonly checks: readonly ReadinessCheck[];
  /** What `GET /health` and `GET /metrics` tell of beside the modules; none: neither route exists. */
  readonly indicators?: readonly HealthIndicator[];
  /** What `POST /api/v1/operations/doctor` answers; none: there is no such route. */
  readonly doctor?: (parts: ModuleRef) => Promise<DoctorReport>;
  /** The zip that `POST /api/v1/operations/debug-bundle` answers; given together with `doctor`. */
  readonly debugBundle?: (parts: ModuleRef) => Promise<Buffer>;
  /** Their `health` is told too. */
  readonly modules?: readonly LoadedModule[];
}

@Module({})
export class HealthModule {
  static forRoot({
    environment,
    checks,
    indicators,
    doctor,
    debugBundle,
    modules = [],
  }: HealthOptions): DynamicModule {
    const readiness: Provider = {
      provide: Readiness,
      inject: [HealthCheckService, HealthIndicatorService],
      useFactory: (health: HealthCheckService, service: HealthIndicatorService) =>
        new Readiness(checks, health, service),
    };
    const imports = [TerminusModule.forRoot({ logger: false })];
    if (indicators === undefined)
      return {
        module: HealthModule,
        imports,
        controllers: [HealthController],
        providers: [readiness],
        exports: [Readiness],
      };
    const isLoopbackOnly = environment.operationsAccess === 'loopback';
    return {
      module: HealthModule,
      imports: [...imports, ...(debugBundle === undefined ? [] : [AuditModule])],
      controllers: [
        HealthController,
        isLoopbackOnly ? LoopbackHealthStatusController : HealthStatusController,
        ...(doctor === undefined ? [] : [DoctorController]),
        ...(debugBundle === undefined ? [] : [DebugBundleController]),
      ],
      providers: [
        readiness,
        {
          provide: HealthStatusService,
          inject: [ModuleRef, HealthIndicatorService],
          useFactory: (services: ModuleRef, service: HealthIndicatorService) =>
            new HealthStatusService([...indicators, ...moduleIndicatorsOf(modules, services)], service),
        },
        { provide: HealthGauges, useFactory: () => new HealthGauges() },
        { provide: Environment, useValue: environment },
        {
          provide: DoctorService,
          inject: [ModuleRef],
          useFactory: (parts: ModuleRef) =>
            new DoctorService(async () => (await doctor?.(parts)) ?? { checks: [], keys: [] }),
        },
        ...(debugBundle === undefined ? [] : [bundlesBy(debugBundle)]),
        OperationsPagesService,
        RequestMetrics,
      ],
      exports: [Readiness],
    };
  }
}

function bundlesBy(make: NonNullable<HealthOptions['debugBundle']>): Provider {
  return {
    provide: DebugBundleService,
    inject: [UnitOfWork, AuditLog, ModuleRef],
    useFactory: (unitOfWork: UnitOfWork, audit: AuditLog, parts: ModuleRef) =>
      new DebugBundleService(unitOfWork, audit, () => make(parts)),
  };
}
