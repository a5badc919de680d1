import { Injectable } from '@nestjs/common';
import { narrowedTo, systemScope } from '#auth';
import { mayGrant, prepareSubject, scopeWithin } from '#libs/authz';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PlatformGrantsService } from '#users';
import { GroupRightsService } from '../groups/group-rights.service.js';
import { HeldGrantsStore } from '../roles/held-grants.store.js';
import { platformGrantsOf } from '../access/access-context.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import type { Invitation } from './invitation.entity.js';

/** What is handed on, and by whom. */
export interface Handing {
  readonly organizationId: string;
  /** Null: on the organization. */
  readonly propertyId: string | null;
  readonly role: string;
  /** Our id of who gave it. */
  readonly giverId: string;
}

/**
 * Whether who gave something may still give it: they can act, and hold now what giving it takes. Asked anew of the tables
 * each time, in the open transaction of the system.
 */
@Injectable()
export class InvitersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly heldGrants: HeldGrantsStore,
    private readonly platformGrants: PlatformGrantsService,
    private readonly policies: RolePoliciesService,
    private readonly groupRights: GroupRightsService,
    private readonly clock: Clock,
  ) {}

  /** One that Clerk made on its own authority stands on that; one whose inviter was erased stands on nothing. */
  async mayStillInvite(invitation: Invitation): Promise<boolean> {
    const { organizationId, propertyId, propertyRole, organizationRole, invitedBy, origin } = invitation;
    if (invitedBy === null) return origin === 'clerk';
    const role = propertyRole ?? organizationRole;
    return this.mayStillGive({ organizationId, propertyId, role, giverId: invitedBy });
  }

  async mayStillGive({ organizationId, propertyId, role, giverId }: Handing): Promise<boolean> {
    const manager = this.unitOfWork.manager();
    const able = await manager.query<unknown[]>('select from users where id = $1 and can_act', [giverId]);
    if (able.length === 0) return false;
    const scope = narrowedTo(systemScope('jobs'), organizationId);
    const policy = await this.policies.of(scope);
    const held = await this.heldGrants.ofPeople(scope, [giverId], propertyId === null ? [] : [propertyId]);
    const onPlatform = await this.platformGrants.listOf(giverId);
    const giver = prepareSubject(policy.roles, [...held, ...platformGrantsOf(giverId, onPlatform)]);
    const place = scopeWithin(organizationId, propertyId);
    if (!mayGrant(policy, giver, role, place, this.clock.now())) return false;
    return propertyId !== null || this.groupRights.mayGiveClerkRole(scope, policy, giver, role);
  }
}
