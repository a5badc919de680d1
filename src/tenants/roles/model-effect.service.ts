import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { AuthorizationModel } from '#auth';
import {
  organizationScope,
  type PermissionKey,
  platformScope,
  propertyScope,
  type Scope,
  scopeKindOf,
} from '#libs/authz';
import { Clock } from '#libs/time';
import {
  type CarryingRoles,
  PermissionReachStore,
  type PermissionUse,
  type Reach,
} from './permission-reach.store.js';
import { RolePoliciesService } from './role-policies.service.js';

/** How far one permission would spread or withdraw over all organizations. */
export interface PermissionReach extends Reach {
  readonly permission: PermissionKey;
}

/** What another declaration of permissions would do, before it is applied. What changes for nobody is left out. */
export interface ModelEffect {
  readonly gained: readonly PermissionReach[];
  readonly lost: readonly PermissionReach[];
}

/**
 * Counts over all organizations what a change of the application's permissions does: real changes only, so that what
 * somebody holds by another role as well is neither gained nor lost. In the open transaction of a system scope.
 */
@Injectable()
export class ModelEffectService {
  constructor(
    private readonly reach: PermissionReachStore,
    private readonly policies: RolePoliciesService,
    private readonly clock: Clock,
  ) {}

  async of(before: AuthorizationModel, after: AuthorizationModel): Promise<ModelEffect> {
    const ofClerk = await this.policies.recordsOfClerk();
    const carried = new Set(await this.reach.listCarriedByCustomRoles());
    const carriers = (model: AuthorizationModel) => {
      const roles = model.withStoredRoles(ofClerk);
      return (permission: PermissionKey) => carryingRoles(model, roles, carried, permission);
    };
    const [of, willBe] = [carriers(before), carriers(after)];
    const counted = new Map<string, Promise<Reach>>();
    const count = async (permission: PermissionKey, from: CarryingRoles, to: CarryingRoles) => {
      const level = scopeKindOf(permission);
      // Many permissions are carried by the same roles, and so reach the same people.
      const key = JSON.stringify([level, from, to]);
      const reach = counted.get(key) ?? this.reach.countGain(level, from, to, this.clock.now());
      counted.set(key, reach);
      return { permission, ...(await reach) };
    };
    const gained: PermissionReach[] = [];
    const lost: PermissionReach[] = [];
    for (const permission of changeable(before, after)) {
      const [from, to] = [of(permission), willBe(permission)];
      if (isDeepStrictEqual(from, to)) continue;
      gained.push(await count(permission, from, to));
      lost.push(await count(permission, to, from));
    }
    const isSomething = ({ people, staff }: PermissionReach) => people + staff > 0;
    return { gained: gained.filter(isSomething), lost: lost.filter(isSomething) };
  }

  /** Where permissions stand in Clerk's roles, in organizations' own or with agents. */
  async usesOf(permissions: readonly string[]): Promise<PermissionUse[]> {
    return this.reach.countUses(permissions, this.clock.now());
  }
}

/** Those that one of the two declares, sorted. */
function changeable(before: AuthorizationModel, after: AuthorizationModel): PermissionKey[] {
  return [...new Set([...before.declared, ...after.declared].map(({ key }) => key))].sort();
}

const NOWHERE = '00000000-0000-0000-0000-000000000000';

function carryingRoles(
  model: AuthorizationModel,
  roles: ReturnType<AuthorizationModel['withStoredRoles']>,
  carried: ReadonlySet<string>,
  permission: PermissionKey,
): CarryingRoles {
  const at = (scope: Scope) =>
    roles
      .availableAt(scope)
      .filter((role) => role.permissions.has(permission))
      .map(({ key }) => key);
  return {
    ofStaff: at(platformScope),
    ofMembership: at(organizationScope(NOWHERE)),
    ofProperty: at(propertyScope(NOWHERE, NOWHERE)),
    // One that no role carries would only make equal questions look different.
    byPermissions: model.has(permission)
      ? model.impliedBy(permission).filter((each) => carried.has(each))
      : [],
  };
}
