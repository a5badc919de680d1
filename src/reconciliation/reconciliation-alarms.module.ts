import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';

/** What somebody should look at, told by this module. */
export interface ReconciliationAlarm {
  readonly kind: 'reconciliation';
  /** `blocked` or `failed`. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** Where alarms of the synchronisation are kept; a sibling's, so it is filled in by `app.module.ts`. */
export abstract class ReconciliationAlarms {
  /** Opens an alarm, or counts that it still holds; in the open transaction. */
  abstract raise(alarm: ReconciliationAlarm): Promise<void>;

  /** Closes it, if it is open; in the open transaction. */
  abstract clear(kind: 'reconciliation', subject: string): Promise<void>;
}

/** Lets the reconciliation raise alarms without knowing who keeps them. */
@Module({})
export class ReconciliationAlarmsModule {
  static forRoot(port: {
    imports: NonNullable<ModuleMetadata['imports']>;
    alarms: Type<ReconciliationAlarms>;
  }): DynamicModule {
    return {
      module: ReconciliationAlarmsModule,
      global: true,
      imports: port.imports,
      providers: [{ provide: ReconciliationAlarms, useExisting: port.alarms }],
      exports: [ReconciliationAlarms],
    };
  }
}
