import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, type PlatformRoleKey, type Reference } from '#auth';
import { type PlatformScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { User } from '../user.entity.js';
import { usersErrors } from '../users.errors.js';
import { UserLookupService } from '../user-lookup.service.js';
import { PlatformOwnerProtectionService } from './platform-owner-protection.service.js';
import { PlatformRoleGrant } from './platform-role-grant.entity.js';

/** Gives and takes roles on the platform; the routes let owners only come here. */
@Injectable()
export class PlatformRolesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly protection: PlatformOwnerProtectionService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Giving a role that is held already changes nothing. */
  async give(scope: PlatformScope, caller: Caller, person: Reference, role: PlatformRoleKey): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const user = await this.getOther(caller, person);
      const result = await this.grants()
        .createQueryBuilder()
        .insert()
        .values({ userId: user.id, role, grantedBy: caller.userId, grantedAt: this.clock.now() })
        .orIgnore()
        .returning('role')
        .execute();
      if ((result.raw as unknown[]).length === 0) return;
      await this.recordChange('platform_role.given', caller, user, role);
    });
  }

  async take(scope: PlatformScope, caller: Caller, person: Reference, role: PlatformRoleKey): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const user = await this.getOther(caller, person);
      const owners = await this.protection.lockOwners();
      if (!owners.includes(caller.userId)) throw authErrors.roleMissing('owner');
      if (role === 'owner') await this.protection.demandAnotherOwner(user.id);
      const result = await this.grants().delete({ userId: user.id, role });
      if (result.affected !== 1) return;
      await this.recordChange('platform_role.taken', caller, user, role);
    });
  }

  private async getOther(caller: Caller, person: Reference): Promise<User> {
    const user = await this.users.findByReference(person);
    if (user === null || user.deletedAt !== null) throw authErrors.notFound();
    if (user.id === caller.userId) throw usersErrors.ownPlatformRole();
    return user;
  }

  private async recordChange(
    action: 'platform_role.given' | 'platform_role.taken',
    caller: Caller,
    user: User,
    role: string,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      target: { kind: 'user', id: user.id },
      change: { role },
    });
  }

  private grants() {
    return this.unitOfWork.manager().getRepository(PlatformRoleGrant);
  }
}
