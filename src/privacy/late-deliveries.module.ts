import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';

/** What Clerk says of people and organizations after they were erased; kept by a sibling, so filled in by `app.module.ts`. */
export abstract class LateDeliveries {
  /**
   * Empties what came, or was replayed, after whom it is about was gone.
   *
   * @param signal ends it between two transactions
   * @returns how many were emptied
   */
  abstract emptyLateDeliveries(signal?: AbortSignal): Promise<number>;
}

/** Lets an erasure reach deliveries without knowing who keeps them. */
@Module({})
export class LateDeliveriesModule {
  static forRoot(port: {
    imports: NonNullable<ModuleMetadata['imports']>;
    deliveries: Type<LateDeliveries>;
  }): DynamicModule {
    return {
      module: LateDeliveriesModule,
      global: true,
      imports: port.imports,
      providers: [{ provide: LateDeliveries, useExisting: port.deliveries }],
      exports: [LateDeliveries],
    };
  }
}
