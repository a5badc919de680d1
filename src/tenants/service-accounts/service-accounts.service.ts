import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, type Caller, found } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { tenantsErrors } from '../tenants.errors.js';
import { type AccountsScope, propertyIdOf } from './accounts-scope.js';
import type { ServiceAccountGrant } from './service-account-grant.entity.js';
import type { ServiceAccountKey } from './service-account-key.entity.js';
import { ServiceAccountKeysStore } from './service-account-keys.store.js';
import type { ServiceAccount } from './service-account.entity.js';
import { ServiceAccountsStore } from './service-accounts.store.js';

/** An account with everything that belongs to it. */
export interface WholeServiceAccount {
  readonly account: ServiceAccount;
  readonly grants: readonly ServiceAccountGrant[];
  readonly keys: readonly ServiceAccountKey[];
}

const MAX_ACCOUNTS = 100;
const MAX_ACCOUNTS_OF_PROPERTY = 20;

/** Service accounts of an organization or of one of its properties: callers that are no people. */
@Injectable()
export class ServiceAccountsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccountsStore,
    private readonly keys: ServiceAccountKeysStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(scope: AccountsScope, before: string | null, limit: number): Promise<ServiceAccount[]> {
    return this.unitOfWork.run(scope, () => this.accounts.list(scope, before, limit));
  }

  async get(scope: AccountsScope, id: string): Promise<WholeServiceAccount> {
    return this.unitOfWork.run(scope, async () => {
      const account = found(await this.accounts.find(scope, id));
      const [whole] = await this.withEverything(scope, [account]);
      return found(whole ?? null);
    });
  }

  /** Agents of one member, newest first. */
  async listAgents(scope: OrganizationScope, userId: string): Promise<WholeServiceAccount[]> {
    return this.unitOfWork.run(scope, async () =>
      this.withEverything(scope, await this.accounts.listAgents(scope, userId)),
    );
  }

  async create(
    scope: AccountsScope,
    caller: Caller,
    { name, description }: Pick<ServiceAccount, 'name' | 'description'>,
  ): Promise<ServiceAccount> {
    return this.unitOfWork.run(scope, async () => {
      const isOfProperty = propertyIdOf(scope) !== null;
      const most = isOfProperty ? MAX_ACCOUNTS_OF_PROPERTY : MAX_ACCOUNTS;
      if ((await this.accounts.countLocked(scope)) >= most)
        throw isOfProperty
          ? tenantsErrors.tooManyAccountsOfProperty()
          : tenantsErrors.tooManyServiceAccounts();
      const account: ServiceAccount = {
        organizationId: scope.organizationId,
        id: newId(),
        propertyId: propertyIdOf(scope),
        name,
        description,
        onBehalfOf: null,
        createdBy: caller.userId,
        createdAt: this.clock.now(),
      };
      await this.accounts.insert(account);
      await this.unitOfWork.made(account.id, locationOf.serviceAccount(account));
      await this.record('service_account.created', account, caller);
      return account;
    });
  }

  /** With its keys and roles; at once, on every replica. */
  async delete(scope: AccountsScope, caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const account = found(await this.accounts.lock(scope, id));
      await this.accounts.delete(scope, id);
      await this.record('service_account.deleted', account, caller);
    });
  }

  private async withEverything(
    scope: OrganizationScope,
    accounts: readonly ServiceAccount[],
  ): Promise<WholeServiceAccount[]> {
    const ids = accounts.map(({ id }) => id);
    const grants = Map.groupBy(await this.accounts.listGrants(scope, ids), ({ accountId }) => accountId);
    const keys = Map.groupBy(await this.keys.list(scope, ids), ({ accountId }) => accountId);
    return accounts.map((account) => ({
      account,
      grants: grants.get(account.id) ?? [],
      keys: keys.get(account.id) ?? [],
    }));
  }

  private async record(
    action: 'service_account.created' | 'service_account.deleted',
    { organizationId, propertyId, id }: ServiceAccount,
    caller: Caller,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope: { organizationId, propertyId },
      target: { kind: 'service_account', id },
    });
  }
}
