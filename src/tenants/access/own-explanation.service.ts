import { Injectable } from '@nestjs/common';
import { ServiceAccountAccess, type ServiceAccountCaller } from '#auth';
import { explain, organizationOf, type Permission, permissionLevel, prepareWorld } from '#libs/authz';
import type { AccessContext } from './access-context.js';
import { ExplanationResponse } from './explanation.dto.js';
import { presentExplanation } from './present-explanation.js';

/** Says why a service account may or may not do something itself: what it was given, and which side does not hold. */
@Injectable()
export class OwnExplanationService {
  constructor(private readonly serviceAccounts: ServiceAccountAccess) {}

  /** @throws AppError 404 for a property on which it holds nothing */
  async of(
    { account }: ServiceAccountCaller,
    accessContext: AccessContext,
    permission: Permission,
    propertyId: string | null,
  ): Promise<ExplanationResponse> {
    const { organizationId } = account;
    const target = { organizationId, organizationClerkId: null, propertyId };
    const { rights, place, scope } = await this.serviceAccounts.at(account, target);
    const isOfProperty = permissionLevel(permission) === 'property';
    if (isOfProperty && organizationOf(scope) !== null && accessContext.isArchived(scope))
      return ExplanationResponse.refused('property_archived');
    const side = rights.missingSide(permission, scope);
    if (side !== null && side !== 'not_given') return ExplanationResponse.refused(side);
    const grants = rights.grantsThatHold(permission, scope);
    const world = prepareWorld(accessContext.policy, grants);
    const explanation = explain(world, account.accountId, permission, scope, place.lookedUpAt);
    // Who may give it is said of people: roles of service accounts are given by whoever manages those.
    return presentExplanation(explanation, () => ({ ids: [], count: null }));
  }
}
