import { Injectable } from '@nestjs/common';
import { narrowedTo } from '#auth';
import { type Grant, isActive, type PermissionKey, permissionLevel, prepareSubject } from '#libs/authz';
import { type SystemScope, UnitOfWork } from '#libs/database';
import { HeldGrantsStore } from '../roles/held-grants.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';

/** Until when each permission is held, as far as is known; null: without an end. */
export type HeldUntil = ReadonlyMap<PermissionKey, Date | null>;

/** What one person may do in one organization, by roles in it. */
export interface EffectiveAccess {
  /** What is held on the organization, and so on each of its properties. */
  readonly onOrganization: HeldUntil;
  /** By id of an active property, what is held on that one. */
  readonly onProperties: ReadonlyMap<string, HeldUntil>;
  /** The next moment at which it changes by itself; null: at none. */
  readonly nextChangeAt: Date | null;
}

const NOTHING: EffectiveAccess = { onOrganization: new Map(), onProperties: new Map(), nextChangeAt: null };

/** What people may do, all of it at once: the answer to every check that could be asked about them. */
@Injectable()
export class EffectiveAccessService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly heldGrants: HeldGrantsStore,
    private readonly policies: RolePoliciesService,
  ) {}

  /**
   * What each of these people may do in an organization; in the open transaction, of the system. Whoever may do nothing
   * is told of as well. In an organization that is suspended, archived or gone nobody may do anything.
   *
   * @param now by the clock of the database
   */
  async of(
    system: SystemScope,
    organizationId: string,
    userIds: readonly string[],
    now: Date,
  ): Promise<Map<string, EffectiveAccess>> {
    const scope = narrowedTo(system, organizationId);
    const [organization] = await this.unitOfWork
      .manager()
      .query<{ status: string }[]>('select status from organizations where id = $1', [organizationId]);
    const nobody = new Map(userIds.map((userId) => [userId, NOTHING]));
    if (organization?.status !== 'active' || userIds.length === 0) return nobody;
    const { roles } = await this.policies.of(scope);
    const held = Map.groupBy(await this.heldGrants.allOfPeople(scope, userIds), ({ subjectId }) => subjectId);
    return new Map(
      userIds.map((userId) => {
        const { held: known } = prepareSubject(roles, held.get(userId) ?? []);
        return [userId, accessBy(known, now)];
      }),
    );
  }

  /** Ids of an organization's members, in order; in the open transaction, of the system. */
  async listMembers(organizationId: string, after: string, limit: number): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ user_id: string }[]>(
        'select user_id from memberships where organization_id = $1 and user_id > $2 order by user_id limit $3',
        [organizationId, after, limit],
      );
    return rows.map(({ user_id: id }) => id);
  }

  /** Ids of the organizations that somebody belongs to; in the open transaction, of the system. */
  async listOrganizationsOf(userId: string): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ organization_id: string }[]>('select organization_id from memberships where user_id = $1', [
        userId,
      ]);
    return rows.map(({ organization_id: id }) => id);
  }
}

function accessBy(
  held: readonly { grant: Grant; role: { permissions: ReadonlySet<PermissionKey> } }[],
  now: Date,
): EffectiveAccess {
  const onOrganization = new Map<PermissionKey, Date | null>();
  const onProperties = new Map<string, Map<PermissionKey, Date | null>>();
  let nextChangeAt: Date | null = null;
  for (const { grant, role } of held) {
    for (const moment of [grant.validFrom, grant.expiresAt]) {
      if (moment != null && moment > now && (nextChangeAt === null || moment < nextChangeAt))
        nextChangeAt = moment;
    }
    if (!isActive(grant, now) || grant.scope.kind === 'platform') continue;
    const onProperty = grant.scope.kind === 'property';
    const place = grant.scope.kind === 'property' ? at(onProperties, grant.scope.propertyId) : onOrganization;
    for (const permission of role.permissions) {
      if (onProperty && permissionLevel(permission) !== 'property') continue;
      place.set(permission, later(place.get(permission), grant.expiresAt ?? null));
    }
  }
  return { onOrganization, onProperties, nextChangeAt };
}

function at<Value>(places: Map<string, Map<PermissionKey, Value>>, id: string): Map<PermissionKey, Value> {
  const present = places.get(id);
  if (present !== undefined) return present;
  const added = new Map<PermissionKey, Value>();
  places.set(id, added);
  return added;
}

/** @param known undefined: nothing yet */
function later(known: Date | null | undefined, other: Date | null): Date | null {
  if (known === undefined) return other;
  return known === null || other === null ? null : known > other ? known : other;
}
