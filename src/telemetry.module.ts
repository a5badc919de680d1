import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Telemetry } from '#libs/telemetry';

/** What runs, under a class that Nest finds it by. */
class Stoppable {
  constructor(readonly running: Telemetry | undefined) {}
}

/** Ends the export of traces and figures with the application. */
@Module({})
export class TelemetryModule implements OnApplicationShutdown {
  constructor(private readonly telemetry: Stoppable) {}

  static forRoot(telemetry: Telemetry | undefined): DynamicModule {
    return {
      module: TelemetryModule,
      providers: [{ provide: Stoppable, useValue: new Stoppable(telemetry) }],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.telemetry.running?.stop();
  }
}
