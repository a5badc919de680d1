import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { In } from 'typeorm';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { User } from '../user.entity.js';
import { PlatformRoleGrant } from './platform-role-grant.entity.js';

/**
 * The first owners of the platform come from the settings (`TENANTRY_PLATFORM_OWNERS`), and only while nobody was made
 * an owner by a person: after that the list gives nothing any more.
 */
@Injectable()
export class PlatformOwnersService implements OnApplicationBootstrap {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
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
      .query<{ can_act: boolean }[]>(
        `select u.can_act from platform_role_grants held join users u on u.id = held.user_id where held.role = 'owner'`,
      );
    if (owners.length === 0)
      throw new Error('Nobody owns the platform yet: name a Clerk user id in TENANTRY_PLATFORM_OWNERS.');
    // Not a refusal: where the only owner is banned, the service has to be up to lift the ban.
    if (!owners.some(({ can_act: canAct }) => canAct))
      this.logger.error('no owner of the platform can act: lift the ban of one at Clerk');
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
