import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { usersErrors } from '../users.errors.js';
import { PlatformRoleGrant } from './platform-role-grant.entity.js';
import { standsAbove } from './platform-rank.rule.js';

interface Ownership {
  readonly isOwner: boolean;
  readonly canAct: boolean;
  /** How many owners beside the person can act. */
  readonly others: number;
}

/**
 * Keeps the platform in somebody's hands: nobody acts on who stands above them, and of those owners who can act one is
 * always left. All in the open transaction, and under a lock on the owners: of two who shut each other out at once, the
 * second one sees what the first has done.
 */
@Injectable()
export class PlatformOwnerProtectionService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Until the open transaction ends nobody else changes who owns the platform. @returns ids of all owners */
  async lockOwners(): Promise<string[]> {
    const owners = await this.grants()
      .createQueryBuilder('held')
      .setLock('pessimistic_write')
      .where({ role: 'owner' })
      .orderBy('held.user_id')
      .getMany();
    return owners.map(({ userId }) => userId);
  }

  /** @throws AppError 403 `stands_above` */
  async demandNotAbove(actorId: string, userId: string): Promise<void> {
    const held = await this.grants().findBy([{ userId: actorId }, { userId }]);
    const rolesOf = (id: string) => held.filter((grant) => grant.userId === id).map(({ role }) => role);
    if (standsAbove(rolesOf(userId), rolesOf(actorId))) throw usersErrors.standsAbove();
  }

  /**
   * Ask under {@link lockOwners}, before the person stops being an owner who can act.
   * @throws AppError 409 `last_platform_owner` where no other owner can act
   */
  async demandAnotherOwner(userId: string): Promise<void> {
    const { isOwner, others } = await this.ownershipOf(userId);
    if (isOwner && others === 0) throw usersErrors.lastPlatformOwner();
  }

  /**
   * Whether the platform would be without an owner who can act, were this person shut out. Whoever is no owner holds
   * nobody up: only then the owners are locked, until the open transaction ends.
   */
  async isLastOwner(userId: string): Promise<boolean> {
    if (!(await this.ownershipOf(userId)).isOwner) return false;
    await this.lockOwners();
    const { isOwner, canAct, others } = await this.ownershipOf(userId);
    return isOwner && canAct && others === 0;
  }

  private async ownershipOf(userId: string): Promise<Ownership> {
    const [found] = await this.unitOfWork.manager().query<[Ownership]>(
      `select exists (select from platform_role_grants where user_id = $1 and role = 'owner') as "isOwner",
              coalesce((select can_act from users where id = $1), false) as "canAct",
              (select count(*)::integer from platform_role_grants held join users u on u.id = held.user_id and u.can_act
                where held.role = 'owner' and held.user_id <> $1) as others`,
      [userId],
    );
    return found;
  }

  private grants() {
    return this.unitOfWork.manager().getRepository(PlatformRoleGrant);
  }
}
