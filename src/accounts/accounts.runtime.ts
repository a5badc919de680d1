import type { ModuleRuntime } from '#manifest';
import { AccountsModule } from './accounts.module.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = { nestModule: AccountsModule };
