import { Injectable } from '@nestjs/common';
import { builtInRoles } from '#auth';
import { UnitOfWork } from '#libs/database';
import { RoleMirrorService } from '#tenants';
import { AlarmsService } from '../alarms/alarms.service.js';

/**
 * Names of roles at Clerk are free. One that neither this service nor the mirror of Clerk's roles knows gives nothing,
 * and somebody should hear of it.
 */
@Injectable()
export class UnknownRolesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roles: RoleMirrorService,
    private readonly alarms: AlarmsService,
  ) {}

  /** Raises an alarm when nobody knows what the role allows; works in the open transaction. */
  async notice(role: string): Promise<void> {
    if (builtInRoles.find(role, null)?.scopeKind === 'organization') return;
    const mirrored = await this.unitOfWork
      .manager()
      .query<unknown[]>('select from clerk_roles where key = $1', [role]);
    if (mirrored.length > 0) {
      await this.alarms.clear('unknown_role', role);
      return;
    }
    // It may only be newer than the mirror of roles.
    await this.roles.requestRefresh();
    await this.alarms.raise({ kind: 'unknown_role', subject: role, detail: {} });
  }
}
