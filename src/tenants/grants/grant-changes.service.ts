import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, type Reference } from '#auth';
import type { Policy, ScopeOf } from '#libs/authz';
import type { OrganizationScope } from '#libs/database';
import { Clock } from '#libs/time';
import { type User, UserLookupService } from '#users';
import { demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { getMember } from '../members/get-member.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { grantGiven } from './grant-given.js';
import type { OrganizationGrant } from './organization-grant.entity.js';
import { isAsWanted, isNew, periodToStore, type WantedGrant } from './wanted-grant.js';

type Terms = 'userId' | 'role' | 'grantedBy' | 'grantedAt' | 'validFrom' | 'expiresAt';

/** What a role is given on, an organization or a property of it, with the rows that say so. */
export interface GrantedOn<Grant extends OrganizationGrant> {
  readonly data: OrganizationScope;
  readonly scope: ScopeOf<'organization' | 'property'>;
  /** What each row of it has in common. */
  readonly key: Omit<Grant, Terms>;
  readonly find: (userId: string, role: string) => Promise<Grant | null>;
  readonly put: (grant: Grant) => Promise<void>;
  /** @returns whether there was one */
  readonly delete: (userId: string, role: string) => Promise<boolean>;
}

/** What only one of the two demands before a role is given. */
export interface GrantDemands {
  /** Of the role, before its giver is looked at. */
  readonly role?: (policy: Policy) => void;
  /** Of what it is given on. @returns what refuses somebody for whom there is no seat */
  readonly open?: () => Promise<(userId: string) => Promise<void>>;
}

/** Roles that people give and take, the same way on organizations and on properties. All in the open transaction. */
@Injectable()
export class GrantChangesService {
  constructor(
    private readonly memberships: MembershipsStore,
    private readonly users: UserLookupService,
    private readonly policies: RolePoliciesService,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Gives a role to a member of the organization; giving it again changes when it holds. */
  async give<Grant extends OrganizationGrant>(
    on: GrantedOn<Grant>,
    caller: Caller,
    person: Reference,
    wanted: WantedGrant,
    demands: GrantDemands,
  ): Promise<{ grant: Grant; user: User }> {
    const now = this.clock.now();
    const policy = await this.policies.of(on.data, wanted.role);
    demands.role?.(policy);
    demandMayGrant(policy, caller, { ...wanted, scope: on.scope }, now);
    const user = await getMember(this.users, this.memberships, on.data, person);
    const demandSeat = await demands.open?.();
    const before = await on.find(user.id, wanted.role);
    const grant = {
      ...on.key,
      userId: user.id,
      role: wanted.role,
      grantedBy: caller.userId,
      grantedAt: now,
      ...periodToStore(wanted, now),
    } as Grant;
    if (before !== null && isAsWanted(before, grant, now)) return { grant: before, user };
    await demandSeat?.(user.id);
    if (isNew(before, now)) await this.limits.demandRoom(on.data, 'grants');
    await on.put(grant);
    await this.audit.record(grantGiven(actorOf(caller), grant, before));
    return { grant, user };
  }

  /** @throws AppError 404 where it is not held, 403 where it is above the caller's own */
  async take<Grant extends OrganizationGrant>(
    on: GrantedOn<Grant>,
    caller: Caller,
    person: Reference,
    role: string,
  ): Promise<void> {
    const policy = await this.policies.of(on.data);
    demandMayRevoke(policy, caller, role, on.scope, this.clock.now());
    const user = await getMember(this.users, this.memberships, on.data, person);
    if (!(await on.delete(user.id, role))) throw authErrors.notFound();
    await this.audit.record({
      actor: actorOf(caller),
      action: 'grant.taken',
      scope: on.data,
      target: { kind: 'user', id: user.id },
      change: { role },
    });
  }
}
