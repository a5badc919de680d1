import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ClerkApi, ClerkMachineTokens, ClerkRecords, ClerkTransport, type Stopwatch } from '#libs/clerk';
import { Environment } from '#settings';
import { poolOf } from '#libs/database';
import {
  CursorCodec,
  HeavyRequests,
  HttpSettings,
  PostgresRateLimitStore,
  RATE_LIMIT_WINDOW_SECONDS,
  RateLimits,
} from '#libs/http';
import { Clock, DatabaseClock } from '#libs/time';
import { ClockComparison } from './clock-comparison.js';

/** What every module may ask for without importing anything: settings, clock, cursors, the client of Clerk. */
@Global()
@Module({})
export class FoundationModule {
  /** @param stopwatch what the pace towards Clerk is told by; the machine's unless given */
  static forRoot(
    environment: Environment,
    dataSource: DataSource,
    clock: DatabaseClock,
    stopwatch?: Stopwatch,
  ): DynamicModule {
    const { apiUrl, secretKey, rateLimit, batchShare, breakerCooldownMs } = environment.clerk;
    const transport = new ClerkTransport({
      apiUrl,
      secretKey,
      rateLimit,
      batchShare,
      breakerCooldownMs,
      stopwatch,
    });
    const rateLimits = new PostgresRateLimitStore(poolOf(dataSource), RATE_LIMIT_WINDOW_SECONDS);
    return {
      module: FoundationModule,
      providers: [
        { provide: Environment, useValue: environment },
        { provide: HttpSettings, useValue: environment },
        { provide: Clock, useValue: clock },
        { provide: DatabaseClock, useValue: clock },
        { provide: DataSource, useValue: dataSource },
        ClockComparison,
        { provide: ClerkApi, useValue: new ClerkApi(transport) },
        { provide: ClerkMachineTokens, useValue: new ClerkMachineTokens(transport) },
        { provide: ClerkRecords, useValue: new ClerkRecords(transport) },
        { provide: ClerkTransport, useValue: transport },
        { provide: RateLimits, useValue: new RateLimits(environment, rateLimits, clock) },
        { provide: HeavyRequests, useValue: new HeavyRequests(environment.heavyRequestsAtOnce) },
        { provide: CursorCodec, useValue: new CursorCodec(environment.masterKey) },
      ],
      exports: [
        Environment,
        Clock,
        ClerkApi,
        ClerkMachineTokens,
        ClerkRecords,
        ClerkTransport,
        CursorCodec,
        HeavyRequests,
        HttpSettings,
        RateLimits,
      ],
    };
  }
}
