import { Injectable } from '@nestjs/common';
import {
  authErrors,
  found,
  idOfCaller,
  type Reference,
  ServiceAccountAccess,
  type ServiceAccountCaller,
} from '#auth';
import { decide, organizationScope, type PermissionKey, permissionLevel } from '#libs/authz';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { type User, UserLookupService } from '#users';
import { tenantsErrors } from '../tenants.errors.js';
import type { AccessibleProperty } from './access.dto.js';
import { ReachStore } from './reach.store.js';
import { SignInRefusalsService } from './sign-in-refusals.service.js';
import type { AccessContext } from './access-context.js';
import { type Requester, AccessContextsService } from './access-contexts.service.js';

interface Window {
  after: string | null;
  limit: number;
}

/** "Where may she do this?" and "who may do this here?". */
@Injectable()
export class AccessListsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accessContexts: AccessContextsService,
    private readonly reach: ReachStore,
    private readonly users: UserLookupService,
    private readonly serviceAccounts: ServiceAccountAccess,
    private readonly refusals: SignInRefusalsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Active properties, newest first. Without an organization those of the requester in all of theirs; rights that come from
   * the platform count only in one organization and with a stated reason.
   * @throws AppError as for the single question; 400 `permission_not_for_scope` for one that is not about properties
   */
  async listProperties(
    requester: Requester,
    permission: PermissionKey,
    organization: Reference | null,
    person: Reference | null,
    page: Window,
  ): Promise<AccessibleProperty[]> {
    if (permissionLevel(permission) !== 'property') {
      throw tenantsErrors.permissionNotForScope({
        detail: `${permission} is not about properties; ask for a permission that begins with property:.`,
      });
    }
    const { caller } = requester;
    if (caller.kind !== 'user' && person === null)
      return this.listPropertiesOfAccount(requester, caller, permission, organization, page);
    if (organization === null) {
      if (person !== null || requester.person === null) throw tenantsErrors.placeMissing();
      if (caller.kind !== 'user') throw authErrors.peopleOnly();
      const { userId, model } = caller;
      return this.unitOfWork.run(requester.person, async () => {
        const closed = [...(await this.refusals.of(caller)).keys()];
        return this.reach.listProperties(userId, permission, model, this.clock.now(), page, null, closed);
      });
    }
    const about = { people: person === null ? [] : [person], propertyIds: [] };
    return this.accessContexts.within(
      requester,
      organization,
      about,
      async ({ accessContext, resolvedAccess, idOf }) => {
        const { organizationId } = resolvedAccess.scope;
        const place = organizationScope(organizationId);
        const known = idOf(person);
        const isSelf = known === idOfCaller(caller);
        // Somebody else's list tells which properties there are, so it is for those who may see that on all of them.
        if (!isSelf && !accessContext.sees('property:members:read', place))
          throw authErrors.permissionMissing('property:members:read');
        const userId = found(known);
        const bySupportAccess = isSelf && resolvedAccess.supportRoles.length > 0;
        const holdsEverywhere =
          bySupportAccess && decide(accessContext.subjectOf(userId), permission, place, accessContext.now);
        if (isSelf && resolvedAccess.isClosedToOwnPeople)
          return holdsEverywhere ? this.reach.listAmong(resolvedAccess.scope, null, page) : [];
        return this.reach.listProperties(userId, permission, caller.model, accessContext.now, page, {
          organizationId,
          holdsEverywhere,
        });
      },
    );
  }

  /** Those of its own organization, whether that is named or not. */
  private async listPropertiesOfAccount(
    requester: Requester,
    { account }: ServiceAccountCaller,
    permission: PermissionKey,
    organization: Reference | null,
    page: Window,
  ): Promise<AccessibleProperty[]> {
    const { organizationId } = account;
    if (organization === null && organizationId === null) return [];
    const own: Reference | null = organizationId === null ? null : { kind: 'id', id: organizationId };
    const nobody = { people: [], propertyIds: [] };
    return this.accessContexts.within(
      requester,
      found(organization ?? own),
      nobody,
      async ({ accessContext, resolvedAccess: { scope } }) => {
        const isHeldEverywhere = accessContext.allows(
          account.accountId,
          permission,
          organizationScope(scope.organizationId),
        );
        const ids = isHeldEverywhere ? null : await this.serviceAccounts.propertiesWith(account, permission);
        return this.reach.listAmong(scope, ids, page);
      },
    );
  }

  /** @throws AppError as for a question about somebody else at that place */
  async listPeople(
    requester: Requester,
    permission: PermissionKey,
    organization: Reference,
    propertyId: string | null,
    page: Window,
  ): Promise<User[]> {
    if (permissionLevel(permission) === 'platform') {
      throw tenantsErrors.permissionNotForScope({
        detail: `${permission} is about the platform, not about an organization.`,
      });
    }
    const about = { people: [], propertyIds: propertyId === null ? [] : [propertyId] };
    return this.accessContexts.within(
      requester,
      organization,
      about,
      async ({ accessContext, resolvedAccess }) => {
        this.demandSeesPeople(accessContext, propertyId);
        const place = accessContext.placeOf(propertyId);
        if (place !== null && permissionLevel(permission) === 'property' && accessContext.isArchived(place))
          return [];
        const { scope } = resolvedAccess;
        const ids = await this.reach.listPeople(
          scope,
          propertyId,
          accessContext.policy,
          permission,
          accessContext.now,
          page,
        );
        return this.users.listByIds(ids);
      },
    );
  }

  private demandSeesPeople(accessContext: AccessContext, propertyId: string | null): void {
    const refusal = accessContext.refusalToAnswer(accessContext.placeOf(propertyId), SOMEBODY);
    if (refusal !== null) throw refusal;
  }
}

/** Stands for any other member; nobody has this id. */
const SOMEBODY = '00000000-0000-0000-0000-000000000000';
