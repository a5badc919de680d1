import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AccountSignInModule } from '#accounts';
import { AuditedAccessLog, AuditModule } from '#audit';
import { ActivityModule, AuthModule } from '#auth';
import { BreakGlassModule, BreakGlassUsesService } from '#break-glass';
import { HealthModule, OperationsPagesService, type ReadinessCheck } from '#health';
import type { Environment } from '#settings';
import type { Stopwatch } from '#libs/clerk';
import { DatabaseModule, pendingMigrations } from '#libs/database';
import { loggerOptions } from '#libs/http';
import { JobsModule } from '#libs/jobs';
import type { Telemetry } from '#libs/telemetry';
import { DatabaseClock } from '#libs/time';
import { migrations } from '#migrations';
import { CurrentDeclarationService, PermissionsModule } from '#permissions';
import { LateDeliveriesModule, PrivacyModule } from '#privacy';
import { MirrorStateService, ReconciliationAlarmsModule, ReconciliationModule } from '#reconciliation';
import {
  ClerkMembershipResolverService,
  ServiceAccountDirectoryService,
  StagingDirectoryService,
  TenantAccessDirectoryService,
  TenantAlarmsModule,
  TenantsModule,
} from '#tenants';
import { ActivityLedgerService, UsageModule } from '#usage';
import { RecentRevocationsService, UnknownPersonService, UnknownSessionService, UsersModule } from '#users';
import { SchedulerModule } from '#scheduler';
import { AlarmsModule, AlarmsService, LateDeliveryScrubberService, WebhooksModule } from '#webhooks';
import { FoundationModule } from './foundation.module.js';
import { healthIndicators } from './health-indicators.js';
import { loadedModules } from './loaded-modules.js';
import { TelemetryModule } from './telemetry.module.js';

/** The only file that knows every module; it also fills what a module on the left needs from one on the right. */
@Module({})
export class AppModule {
  static forRoot(
    environment: Environment,
    dataSource: DataSource,
    {
      clock = new DatabaseClock(),
      jobPollSeconds = 1,
      telemetry,
      stopwatch,
    }: {
      clock?: DatabaseClock;
      jobPollSeconds?: number;
      telemetry?: Telemetry | undefined;
      stopwatch?: Stopwatch;
    } = {},
  ): DynamicModule {
    const jobsLogger = new Logger('Jobs');
    return {
      module: AppModule,
      imports: [
        FoundationModule.forRoot(environment, dataSource, clock, stopwatch),
        LoggerModule.forRoot(loggerOptions(environment)),
        TelemetryModule.forRoot(telemetry),
        DatabaseModule.forRoot(dataSource),
        JobsModule.forRoot({
          databaseUrl: environment.databaseUrl,
          works: environment.role !== 'api',
          declared: loadedModules.flatMap(({ manifest }) => manifest.jobs ?? []),
          pollSeconds: jobPollSeconds,
          onError: (error) => {
            jobsLogger.error({ msg: 'the job queue stumbled', err: error });
          },
          onFailedTry: (job, error) => {
            jobsLogger.warn({ msg: 'a job failed and will be tried again', job, err: error });
          },
        }),
        AuthModule.forRoot({
          imports: [
            AuditModule,
            UsersModule,
            TenantsModule,
            PermissionsModule,
            ReconciliationModule,
            BreakGlassModule,
          ],
          directory: TenantAccessDirectoryService,
          unknownPeople: UnknownPersonService,
          accessLog: AuditedAccessLog,
          authorizationModels: CurrentDeclarationService,
          revocations: RecentRevocationsService,
          memberships: ClerkMembershipResolverService,
          mirrorState: MirrorStateService,
          sessions: UnknownSessionService,
          serviceAccounts: ServiceAccountDirectoryService,
          staging: StagingDirectoryService,
          breakGlass: BreakGlassUsesService,
        }),
        ActivityModule.forRoot({ imports: [UsageModule], recorder: ActivityLedgerService }),
        AuditModule,
        UsersModule,
        TenantsModule,
        PermissionsModule,
        WebhooksModule,
        ReconciliationModule,
        ReconciliationAlarmsModule.forRoot({ imports: [WebhooksModule], alarms: AlarmsService }),
        TenantAlarmsModule.forRoot({ imports: [AlarmsModule], alarms: AlarmsService }),
        UsageModule,
        LateDeliveriesModule.forRoot({ imports: [WebhooksModule], deliveries: LateDeliveryScrubberService }),
        PrivacyModule,
        ...loadedModules.flatMap(({ runtime }) => runtime.nestModule ?? []),
        ...(environment.accountSignInEnabled ? [AccountSignInModule] : []),
        SchedulerModule.forRoot(loadedModules),
        HealthModule.forRoot({
          environment,
          modules: loadedModules,
          indicators: healthIndicators({ dataSource, environment, clock }),
          checks: readinessChecks(dataSource),
          doctor: async (parts) => {
            const { examine } = await import('./doctor/index.js');
            return examine({
              settings: environment,
              withService: (work) => work((type) => parts.get(type, { strict: false })),
            });
          },
          debugBundle: async (parts) => {
            const { makeDebugBundle } = await import('./debug-bundle/index.js');
            const { archive } = await makeDebugBundle({
              given: environment.given,
              settings: environment,
              isService: true,
              withService: (work) => work((type) => parts.get(type, { strict: false })),
              metrics: async () =>
                (await parts.get(OperationsPagesService, { strict: false }).metrics()).text,
            });
            return archive;
          },
        }),
      ],
    };
  }
}

function readinessChecks(dataSource: DataSource): ReadinessCheck[] {
  return [
    {
      name: 'database',
      check: async () => {
        await dataSource.query('select 1');
      },
    },
    {
      name: 'migrations',
      check: async () => {
        const pending = await pendingMigrations(dataSource, migrations);
        if (pending.length > 0) throw new Error(`pending migrations: ${pending.join(', ')}`);
      },
    },
  ];
}
