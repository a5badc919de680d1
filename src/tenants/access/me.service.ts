import { Injectable } from '@nestjs/common';
import { type AuthorizationModel, type Caller, found, type SignInFault } from '#auth';
import {
  effectivePermissions,
  type Grant,
  isActive,
  organizationOf,
  organizationScope,
  type PermissionKey,
  permissionLevel,
  prepareSubject,
  propertyScope,
  type Subject,
} from '#libs/authz';
import { type PersonScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PlatformGrantsService, type User, UserLookupService } from '#users';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { undeclaredPermissions } from '../roles/undeclared-permissions.rule.js';
import { HeldGrantsStore } from '../roles/held-grants.store.js';
import type { PropertyOfMe } from './me.dto.js';
import { SignInRefusalsService } from './sign-in-refusals.service.js';
import { MeStore, type NamePosition, type OwnOrganization, type OwnProperty } from './me.store.js';

/** A page of somebody's organizations, with the first of their properties. */
export interface OwnPlaces {
  readonly organizations: readonly OwnPlace[];
  /** Whether further organizations follow. */
  readonly hasMore: boolean;
}

export interface OwnPlace {
  readonly organization: OwnOrganization;
  readonly roles: string[];
  readonly permissions: PermissionKey[];
  /** Rules of its sign-in policy that are not met: its roles open nothing until they are. */
  readonly refusedBy: SignInFault[];
  /** What the roles carry that nobody declared: it opens nothing. */
  readonly unknownPermissions: string[];
  readonly properties: PropertyOfMe[];
  /** All of them, shown or not. */
  readonly propertiesCount: number;
}

/** What one request found out about the person. */
interface AccessContext {
  readonly now: Date;
  readonly grants: readonly Grant[];
  readonly refusals: ReadonlyMap<string, SignInFault[]>;
  readonly subjectOf: (grants: readonly Grant[]) => Subject;
  /** What a role carries that nobody declared. */
  readonly undeclared: (role: string, organizationId: string) => readonly string[];
}

/** Properties that one answer shows at most, whatever the organizations. */
const MAX_PROPERTIES = 100;

/** A person's own view: where they belong, what they hold there, and what that lets them do. */
@Injectable()
export class MeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly platformGrants: PlatformGrantsService,
    private readonly store: MeStore,
    private readonly heldGrants: HeldGrantsStore,
    private readonly policies: RolePoliciesService,
    private readonly refusals: SignInRefusalsService,
    private readonly clock: Clock,
  ) {}

  /** The person, and the first page of their organizations. */
  async read(
    scope: PersonScope,
    caller: Caller,
    limit: number,
  ): Promise<{ user: User; platformRoles: string[]; places: OwnPlaces; organizationsCount: number }> {
    return this.unitOfWork.run(scope, async () => {
      const { userId } = caller;
      const user = found(await this.users.findById(userId));
      const platformRoles = await this.platformGrants.listOf(userId);
      const places = await this.placesOf(caller, null, limit);
      return {
        user,
        platformRoles: platformRoles.map(({ role }) => role).sort(),
        places,
        organizationsCount: places.hasMore
          ? await this.store.countOrganizations(userId)
          : places.organizations.length,
      };
    });
  }

  /** Further organizations, by name. @param limit one more is looked for, to tell whether any follow */
  async listOrganizations(
    scope: PersonScope,
    caller: Caller,
    behind: NamePosition | null,
    limit: number,
  ): Promise<OwnPlaces> {
    return this.unitOfWork.run(scope, () => this.placesOf(caller, behind, limit));
  }

  /**
   * Properties of one organization that the person may open, by name.
   *
   * @throws AppError 404 for an organization that is not theirs
   */
  async listProperties(
    scope: PersonScope,
    caller: Caller,
    organizationId: string,
    behind: NamePosition | null,
    limit: number,
  ): Promise<PropertyOfMe[]> {
    return this.unitOfWork.run(scope, async () => {
      const { userId, model } = caller;
      const organization = found(await this.store.findOrganization(userId, organizationId));
      const accessContext = await this.accessContextIn(caller, [organizationId]);
      const opened = [organization].flatMap((each) => this.openedBy(each, accessContext));
      const page = { behind, limit };
      const rows = await this.store.listProperties(
        userId,
        opened,
        openingRoles(model),
        accessContext.now,
        page,
      );
      return this.presentProperties(userId, rows, accessContext);
    });
  }

  private async placesOf(caller: Caller, behind: NamePosition | null, limit: number): Promise<OwnPlaces> {
    const { userId, model } = caller;
    const found = await this.store.listOrganizations(userId, behind, limit + 1);
    const organizations = found.slice(0, limit);
    const accessContext = await this.accessContextIn(
      caller,
      organizations.map(({ id }) => id),
    );
    const opened = organizations.flatMap((organization) => this.openedBy(organization, accessContext));
    const page = { behind: null, limit: MAX_PROPERTIES };
    const rows = await this.store.listProperties(
      userId,
      opened,
      openingRoles(model),
      accessContext.now,
      page,
    );
    const counts = await this.store.countProperties(userId, opened, openingRoles(model), accessContext.now);
    const shown = Map.groupBy(rows, ({ organizationId }) => organizationId);
    const presented = new Map(
      (await this.presentProperties(userId, rows, accessContext)).map((property) => [property.id, property]),
    );
    return {
      organizations: organizations.map((organization) => ({
        ...this.presentOrganization(organization, accessContext),
        properties: (shown.get(organization.id) ?? []).flatMap(({ id }) => presented.get(id) ?? []),
        propertiesCount: counts.get(organization.id) ?? 0,
      })),
      hasMore: found.length > limit,
    };
  }

  /** Rights that come from the platform are left out: they open a tenant with a stated reason only. */
  private async accessContextIn(caller: Caller, organizationIds: readonly string[]): Promise<AccessContext> {
    const { userId, model } = caller;
    const now = this.clock.now();
    const grants = await this.heldGrants.ofPersonIn(userId, organizationIds);
    const { roles, stored } = await this.policies.heldBy(model, userId, organizationIds);
    return {
      now,
      refusals: await this.refusals.of(caller),
      grants: grants.filter((grant) => isActive(grant, now)),
      subjectOf: (held) => prepareSubject(roles, [...held]),
      undeclared: (role, organizationId) =>
        undeclaredPermissions(
          model,
          stored.find(
            (each) => each.key === role && (each.organizationId ?? organizationId) === organizationId,
          ),
        ),
    };
  }

  private presentOrganization(
    organization: OwnOrganization,
    accessContext: AccessContext,
  ): Pick<OwnPlace, 'organization' | 'roles' | 'permissions' | 'refusedBy' | 'unknownPermissions'> {
    const held = heldIn(organization, accessContext);
    return {
      organization,
      roles: held.map(({ role }) => role).sort(),
      permissions: this.permissionsOf(organization, accessContext),
      refusedBy: accessContext.refusals.get(organization.id) ?? [],
      unknownPermissions: [
        ...new Set(held.flatMap(({ role }) => accessContext.undeclared(role, organization.id))),
      ].sort(),
    };
  }

  /** In a suspended organization, and for a sign-in that its policy refuses, roles are kept and open nothing. */
  private permissionsOf(organization: OwnOrganization, accessContext: AccessContext): PermissionKey[] {
    if (isClosed(organization, accessContext)) return [];
    const subject = accessContext.subjectOf(heldIn(organization, accessContext));
    return effectivePermissions(subject, organizationScope(organization.id), accessContext.now);
  }

  private openedBy(organization: OwnOrganization, accessContext: AccessContext) {
    if (isClosed(organization, accessContext)) return [];
    const permissions = this.permissionsOf(organization, accessContext);
    const opensAll = permissions.some((permission) => permissionLevel(permission) === 'property');
    return [{ id: organization.id, opensAll }];
  }

  private async presentProperties(
    userId: string,
    rows: readonly OwnProperty[],
    accessContext: AccessContext,
  ): Promise<PropertyOfMe[]> {
    const { now } = accessContext;
    const onProperties = (await this.heldGrants.ofPersonOn(userId, rows)).filter((grant) =>
      isActive(grant, now),
    );
    const byProperty = Map.groupBy(onProperties, ({ scope }) =>
      scope.kind === 'property' ? scope.propertyId : '',
    );
    const subject = accessContext.subjectOf([...accessContext.grants, ...onProperties]);
    return rows.map(({ organizationId, id, slug, name }) => ({
      id,
      slug,
      name,
      roles: (byProperty.get(id) ?? []).map(({ role }) => role).sort(),
      permissions: effectivePermissions(subject, propertyScope(organizationId, id), now).filter(
        (permission) => permissionLevel(permission) === 'property',
      ),
    }));
  }
}

/** Keys of the built-in roles on a property that allow something there. */
function openingRoles({ roles }: AuthorizationModel): string[] {
  return roles
    .availableAt(propertyScope('', ''))
    .filter(({ scopeKind, permissions }) => scopeKind === 'property' && permissions.size > 0)
    .map(({ key }) => key);
}

function isClosed({ id, status }: OwnOrganization, { refusals }: AccessContext): boolean {
  return status === 'suspended' || refusals.has(id);
}

function heldIn({ id }: OwnOrganization, { grants }: AccessContext): Grant[] {
  return grants.filter(({ scope }) => organizationOf(scope) === id);
}
