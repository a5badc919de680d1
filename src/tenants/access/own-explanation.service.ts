import { Injectable } from '@nestjs/common';
import {
  NO_TARGET,
  ServiceAccountAccess,
  type ServiceAccountAtPlace,
  type ServiceAccountCaller,
} from '#auth';
import { explain, organizationOf, type PermissionKey, permissionLevel, type Policy } from '#libs/authz';
import type { AccessContext } from './access-context.js';
import { ExplanationResponse } from './explanation.dto.js';
import { presentExplanation } from './present-explanation.js';

/** Says why a service account may or may not do something itself: what it was given, and which side does not hold. */
@Injectable()
export class OwnExplanationService {
  constructor(private readonly serviceAccounts: ServiceAccountAccess) {}

  /** @throws AppError 404 for a property on which it holds nothing */
  async of(
    caller: ServiceAccountCaller,
    accessContext: AccessContext,
    permission: PermissionKey,
    propertyId: string | null,
  ): Promise<ExplanationResponse> {
    const { organizationId } = caller.account;
    const found = await this.serviceAccounts.at(caller.account, {
      organizationId,
      organizationClerkId: null,
      propertyId,
    });
    const isOfProperty = permissionLevel(permission) === 'property';
    if (isOfProperty && organizationOf(found.scope) !== null && accessContext.isArchived(found.scope))
      return ExplanationResponse.refused('property_archived');
    return this.present(caller, found, accessContext.policy, permission);
  }

  async onPlatform(caller: ServiceAccountCaller, permission: PermissionKey): Promise<ExplanationResponse> {
    const found = await this.serviceAccounts.at(caller.account, NO_TARGET);
    return this.present(caller, found, caller.model.policy, permission);
  }

  private present(
    { account }: ServiceAccountCaller,
    { rights, place, scope }: ServiceAccountAtPlace,
    policy: Policy,
    permission: PermissionKey,
  ): ExplanationResponse {
    const side = rights.missingSide(permission, scope);
    // To an account more can be given; an agent keeps what it was handed when it was made.
    if (side !== null && (side !== 'not_given' || account.onBehalfOf !== null))
      return ExplanationResponse.refused(side);
    const subjects = new Map([[account.accountId, rights.vouchedFor(permission, scope)]]);
    const world = { policy, subjects };
    const explanation = explain(world, account.accountId, permission, scope, place.lookedUpAt);
    // Who may give it is said of people: roles of service accounts are given by whoever manages those.
    return presentExplanation(explanation, () => ({ ids: [], count: null }));
  }
}
