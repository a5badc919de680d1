import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { ActivityRecorder } from './activity-recorder.js';

/** Lets the guard and the mirror of sessions tell of activity without knowing who counts it. */
@Module({})
export class ActivityModule {
  static forRoot(port: {
    imports: NonNullable<ModuleMetadata['imports']>;
    recorder: Type<ActivityRecorder>;
  }): DynamicModule {
    return {
      module: ActivityModule,
      global: true,
      imports: port.imports,
      providers: [{ provide: ActivityRecorder, useExisting: port.recorder }],
      exports: [ActivityRecorder],
    };
  }
}
