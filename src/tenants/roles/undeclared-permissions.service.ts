import { Injectable } from '@nestjs/common';
import { AuthorizationModels } from '#auth';
import { TenantAlarms } from '../tenant-alarms.module.js';
import { RolesStore } from './roles.store.js';
import { undeclaredPermissions } from './undeclared-permissions.rule.js';

/**
 * Names of permissions at Clerk are free. One that nobody declared here gives nothing, and somebody should hear of it: an
 * alarm is open for each as long as a role at Clerk carries it.
 */
@Injectable()
export class UndeclaredPermissionsService {
  constructor(
    private readonly roles: RolesStore,
    private readonly models: AuthorizationModels,
    private readonly alarms: TenantAlarms,
  ) {}

  /** Compares Clerk's roles with the declaration, in the open transaction of a system scope. */
  async review(): Promise<void> {
    const model = await this.models.current();
    const carriers = new Map<string, string[]>();
    for (const role of await this.roles.listOfClerk()) {
      for (const text of undeclaredPermissions(model, role))
        carriers.set(text, [...(carriers.get(text) ?? []), role.key].sort());
    }
    await this.alarms.clearAllBut('undeclared_permission', [...carriers.keys()]);
    for (const [subject, keys] of [...carriers].sort())
      await this.alarms.raise({ kind: 'undeclared_permission', subject, detail: { roles: keys.join(', ') } });
  }
}
