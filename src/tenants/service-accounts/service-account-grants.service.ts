import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, mayServiceAccountsHold } from '#auth';
import { type Policy, scopeWithin } from '#libs/authz';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { lockActiveProperty } from '../properties/lock-active-property.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import { isAsWanted, periodToStore, type WantedGrant } from '../grants/wanted-grant.js';
import { type AccountsScope, propertyIdOf } from './accounts-scope.js';
import { demandOfOrganization, demandVouches } from './demand-vouches.js';
import type { ServiceAccountGrant } from './service-account-grant.entity.js';
import { ServiceAccountsStore } from './service-accounts.store.js';

/** A role that somebody wants to give to a service account. */
export interface WantedAccountGrant extends WantedGrant {
  /** Null: on the organization. */
  readonly propertyId: string | null;
}

const MAX_GRANTS = 50;

/**
 * Roles of service accounts. Who gives one vouches for it: it holds as far as they hold it themselves, at each request.
 * Somebody else who gives it again vouches from then on.
 */
@Injectable()
export class ServiceAccountGrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccountsStore,
    private readonly properties: PropertiesStore,
    private readonly policies: RolePoliciesService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async give(
    scope: AccountsScope,
    caller: Caller,
    accountId: string,
    wanted: WantedAccountGrant,
  ): Promise<ServiceAccountGrant> {
    demandVouches(caller);
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const { organizationId } = scope;
      const { propertyId, role } = wanted;
      const policy = managedAs(scope, await this.policies.of(scope, role));
      const at = scopeWithin(scope.organizationId, propertyId);
      demandMayGrant(policy, caller, { ...wanted, scope: at }, now);
      const given = policy.roles.findFor(role, at);
      // Clerk's own roles come with a membership, and a service account has none.
      if (given?.builtIn === false && given.organizationId === null) throw tenantsErrors.roleByMembership();
      if (![...(given?.permissions ?? [])].some(mayServiceAccountsHold))
        throw tenantsErrors.roleNotForServiceAccounts();
      const account = found(await this.accounts.lock(scope, accountId));
      demandOfOrganization(account);
      if (account.propertyId !== null && account.propertyId !== propertyId)
        throw tenantsErrors.accountOfProperty();
      if (propertyId !== null) await lockActiveProperty(this.properties, scope, propertyId);
      const present = await this.accounts.listGrants(scope, [accountId]);
      const before = present.find((each) => each.role === role && each.propertyId === propertyId) ?? null;
      const grant: ServiceAccountGrant = {
        organizationId,
        id: before?.id ?? newId(),
        accountId,
        propertyId,
        role,
        customRole: given?.builtIn === false ? role : null,
        permissions: null,
        grantedBy: caller.userId,
        grantedAt: now,
        ...periodToStore(wanted, now),
      };
      if (before !== null && isAsWanted(before, grant, now) && before.grantedBy === caller.userId)
        return before;
      if (before === null && present.length >= MAX_GRANTS) throw tenantsErrors.tooManyAccountGrants();
      await this.accounts.putGrant(grant);
      await this.audit.record({
        actor: actorOf(caller),
        action: 'service_account.role_given',
        scope: { organizationId, propertyId },
        target: { kind: 'service_account', id: accountId },
        change: {
          role,
          validFrom: grant.validFrom,
          expiresAt: { from: before?.expiresAt ?? null, to: grant.expiresAt },
          ...(before !== null && { givenBy: { from: before.grantedBy, to: caller.userId } }),
        },
      });
      return grant;
    });
  }

  async take(scope: AccountsScope, caller: Caller, accountId: string, grantId: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const policy = managedAs(scope, await this.policies.of(scope));
      found(await this.accounts.lock(scope, accountId));
      const grant = found(await this.accounts.findGrant(scope, accountId, grantId));
      const { propertyId, role } = grant;
      demandMayRevoke(policy, caller, role, scopeWithin(scope.organizationId, propertyId), this.clock.now());
      if (!(await this.accounts.deleteGrant(scope, accountId, grantId))) throw authErrors.notFound();
      await this.audit.record({
        actor: actorOf(caller),
        action: 'service_account.role_taken',
        scope: { organizationId: scope.organizationId, propertyId },
        target: { kind: 'service_account', id: accountId },
        change: { role },
      });
    });
  }
}

/**
 * Roles of service accounts are given by those who manage service accounts, on the organization and on its properties. On a
 * property its manager gives them to the accounts of the property, as to people.
 */
function managedAs(scope: AccountsScope, policy: Policy): Policy {
  if (propertyIdOf(scope) !== null) return policy;
  const managing = 'org:service_accounts:manage' as const;
  return { ...policy, managedBy: { ...policy.managedBy, organization: managing, property: managing } };
}
