import { Injectable } from '@nestjs/common';
import { type AuditEntry, AuditLog } from '#audit';
import { actorOf, type Caller, found, LEAST_ROLE, type Reference } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { assertVersion } from '#libs/http';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { locationOf } from '../locations.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import type { GroupGrant } from './group-grant.entity.js';
import { GroupGrantsStore } from './group-grants.store.js';
import { GroupMembersStore } from './group-members.store.js';
import { GroupRightsService } from './group-rights.service.js';
import { GroupSeatsService } from './group-seats.service.js';
import type { Group } from './group.entity.js';
import { GroupsStore, type NamedGroup } from './groups.store.js';

/** What people say of a group. */
export type GroupDetails = Pick<Group, 'name' | 'description' | 'clerkRole'>;

/** A group with what it holds and what it lies in. */
export interface WholeGroup {
  readonly group: Group;
  readonly grants: readonly GroupGrant[];
  /** Groups that lie in it: whoever is in them is in it. */
  readonly inside: readonly NamedGroup[];
  /** Groups in which it lies: its people hold what those hold. */
  readonly around: readonly NamedGroup[];
  readonly peopleCount: number;
}

const MAX_GROUPS = 500;

/** Groups of an organization: people who hold the same roles, from the moment they are in it until they are not. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly groups: GroupsStore,
    private readonly members: GroupMembersStore,
    private readonly grants: GroupGrantsStore,
    private readonly rights: GroupRightsService,
    private readonly seats: GroupSeatsService,
    private readonly policies: RolePoliciesService,
    private readonly users: UserLookupService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @param person only those in which this person is; nobody's where there is no such person */
  async list(
    scope: OrganizationScope,
    person: Reference | null,
    before: string | null,
    limit: number,
  ): Promise<Group[]> {
    return this.unitOfWork.run(scope, async () => {
      const memberId = person === null ? null : (await this.users.findByReference(person))?.id;
      if (memberId === undefined) return [];
      return this.groups.list(scope, { before, limit, memberId });
    });
  }

  async get(scope: OrganizationScope, id: string): Promise<WholeGroup> {
    return this.unitOfWork.run(scope, async () => ({
      group: found(await this.groups.find(scope, id)),
      grants: await this.grants.list(scope, id),
      inside: await this.groups.listInside(scope, id),
      around: await this.groups.listAround(scope, id),
      peopleCount: await this.members.count(scope, id),
    }));
  }

  async create(scope: OrganizationScope, caller: Caller, details: GroupDetails): Promise<Group> {
    return this.unitOfWork.run(scope, async () => {
      await this.demandClerkRole(details.clerkRole);
      if ((await this.groups.countLocked(scope)) >= MAX_GROUPS) throw tenantsErrors.tooManyGroups();
      const now = this.clock.now();
      const group: Group = {
        ...details,
        organizationId: scope.organizationId,
        id: newId(),
        version: 1,
        createdBy: caller.userId,
        createdAt: now,
        updatedAt: now,
      };
      await this.groups.insert(group);
      await this.unitOfWork.made(group.id, locationOf.group(group));
      const { clerkRole } = group;
      await this.record('group.created', group, caller, clerkRole === null ? {} : { clerkRole });
      return group;
    });
  }

  /** @param expected the ETag the caller saw last */
  async change(
    scope: OrganizationScope,
    caller: Caller,
    id: string,
    change: Partial<GroupDetails>,
    expected: string | undefined,
  ): Promise<Group> {
    return this.unitOfWork.run(scope, async () => {
      const before = found((await this.groups.lock(scope, [id], 'change')).get(id));
      assertVersion(expected, before.version);
      const { name, description, clerkRole }: GroupDetails = { ...before, ...change };
      const changed = (['name', 'description', 'clerkRole'] as const).filter(
        (field) => change[field] !== undefined && change[field] !== before[field],
      );
      if (changed.length === 0) return before;
      const now = this.clock.now();
      const update = () => this.groups.update(scope, id, { name, description, clerkRole, updatedAt: now });
      if (changed.includes('clerkRole')) await this.changeClerkRole(scope, caller, before, clerkRole, update);
      else await update();
      await this.record('group.changed', before, caller, {
        changed,
        ...(changed.includes('clerkRole') && { clerkRole: { from: before.clerkRole, to: clerkRole } }),
      });
      return { ...before, name, description, clerkRole, version: before.version + 1, updatedAt: now };
    });
  }

  /** Whoever was in it holds nothing by it from the next request on. Groups that lie in it stay. */
  async delete(scope: OrganizationScope, caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const group = found((await this.groups.lock(scope, [id], 'change')).get(id));
      await this.rights.demandMayEmpty(scope, caller, id);
      const people = await this.members.count(scope, id);
      await this.groups.delete(scope, id);
      await this.record('group.deleted', group, caller, { people });
    });
  }

  /** People come in by the one role and leave with the other. */
  private async changeClerkRole(
    scope: OrganizationScope,
    caller: Caller,
    before: Group,
    clerkRole: string | null,
    update: () => Promise<void>,
  ): Promise<void> {
    await this.demandClerkRole(clerkRole);
    if (before.clerkRole !== null) await this.rights.demandMayEmpty(scope, caller, before.id);
    const brought = clerkRole === null ? [] : await this.rights.demandMayFill(scope, caller, before.id);
    await this.seats.demandFor(scope, brought, update);
  }

  private async demandClerkRole(key: string | null): Promise<void> {
    if (key === null) return;
    const { roles } = await this.policies.ofMemberships();
    if (roles.find(key, null)?.scopeKind !== 'organization') throw tenantsErrors.notAClerkRole();
    // Whoever invites to one property would hand on what they may lack themselves.
    if (key === LEAST_ROLE) throw tenantsErrors.leastRoleForGroup();
  }

  private async record(
    action: 'group.created' | 'group.changed' | 'group.deleted',
    { organizationId, id }: Group,
    caller: Caller,
    change: AuditEntry['change'],
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope: { organizationId },
      target: { kind: 'group', id },
      ...(change !== undefined && { change }),
    });
  }
}
