import type { ModuleRuntime } from '#manifest';
import { SignInPolicyRow } from './sign-in-policy-row.entity.js';
import { SignInModule } from './sign-in.module.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  nestModule: SignInModule,
  entities: [SignInPolicyRow],
};
