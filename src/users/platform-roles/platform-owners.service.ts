import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { In } from 'typeorm';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { User } from '../user.entity.js';
import { PlatformRoleGrant } from './platform-role-grant.entity.js';

/**
 * The first owners of the platform come from the settings (`TENANTRY_PLATFORM_OWNERS`), and only while nobody was made
 * an owner by a person: after that the list gives nothing any more.
 */
@Injectable()
export class PlatformOwners implements OnApplicationBootstrap {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const clerkIds = [...this.environment.platformOwners];
    await this.unitOfWork.run(systemScope('setup'), async () => {
      if (clerkIds.length === 0) return this.demandOwner();
      const users = await this.unitOfWork
        .manager()
        .getRepository(User)
        .findBy({ clerkId: In(clerkIds) });
      for (const user of users) await this.claim(user);
    });
  }

  /** A platform that nobody owns could never be given an owner through the API. */
  private async demandOwner(): Promise<void> {
    if (!this.environment.isProduction) return;
    const owners = await this.unitOfWork
      .manager()
      .getRepository(PlatformRoleGrant)
      .countBy({ role: 'owner' });
    if (owners === 0)
      throw new Error('Nobody owns the platform yet: name a Clerk user id in TENANTRY_PLATFORM_OWNERS.');
  }

  /** Makes a listed person an owner, in the open transaction. */
  async claim(user: User): Promise<void> {
    if (user.clerkId === null || !this.environment.platformOwners.includes(user.clerkId)) return;
    const grants = this.unitOfWork.manager().getRepository(PlatformRoleGrant);
    const owners = await grants.findBy({ role: 'owner' });
    if (owners.some((owner) => owner.grantedBy !== null || owner.userId === user.id)) return;
    await grants.insert({ userId: user.id, role: 'owner', grantedBy: null, grantedAt: this.clock.now() });
    await this.audit.record({
      actor: { kind: 'system', name: 'setup' },
      action: 'platform_role.given',
      target: { kind: 'user', id: user.id },
      change: { role: 'owner', by: 'TENANTRY_PLATFORM_OWNERS' },
    });
  }
}
