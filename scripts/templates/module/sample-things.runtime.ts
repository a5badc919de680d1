import type { ModuleRuntime } from '#manifest';
import { SampleThing } from './sample-thing.entity.js';
import { SampleThingsModule } from './sample-things.module.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  nestModule: SampleThingsModule,
  entities: [SampleThing],
};
