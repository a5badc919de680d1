import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';

/** What somebody should look at; one is open for each organization, and what goes on is counted. */
export interface TenantAlarm {
  /**
   * `refused_membership`: somebody accepted at Clerk what is void here. `void_invitations`: invitations or queued grants
   * lost the right they stood on. `undeclared_permission`: a role at Clerk carries what nobody declared here.
   * `disabled_endpoint`: events are no longer delivered there. `mass_removal`: much of an organization lost membership or
   * role at Clerk at once.
   */
  readonly kind:
    | 'refused_membership'
    | 'void_invitations'
    | 'undeclared_permission'
    | 'disabled_endpoint'
    | 'mass_removal';
  /** Our id of the organization; for an undeclared permission its name, for an endpoint its id. */
  readonly subject: string;
  /** Ids of ours and figures; nothing personal. */
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** Where alarms are kept: by a module further to the right, so it is filled in by `app.module.ts`. */
export abstract class TenantAlarms {
  /** Opens an alarm, or counts that it still holds; in the open transaction. */
  abstract raise(alarm: TenantAlarm): Promise<void>;
  /** Closes every open alarm of a kind but those about these subjects; in the open transaction. */
  abstract clearAllBut(kind: TenantAlarm['kind'], subjects: readonly string[]): Promise<void>;
}

/** Lets organizations raise alarms without knowing who keeps them. */
@Module({})
export class TenantAlarmsModule {
  static forRoot(port: {
    imports: NonNullable<ModuleMetadata['imports']>;
    alarms: Type<TenantAlarms>;
  }): DynamicModule {
    return {
      module: TenantAlarmsModule,
      global: true,
      imports: port.imports,
      providers: [{ provide: TenantAlarms, useExisting: port.alarms }],
      exports: [TenantAlarms],
    };
  }
}
