import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, type Caller, found } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { type ClerkTokenKind, Environment } from '#settings';
import { locationOf } from '../locations.js';
import type { AccountsScope } from './accounts-scope.js';
import { clerkCredentialsErrors } from './clerk-credentials.errors.js';
import { demandOfOrganization, demandVouches } from './demand-vouches.js';
import type { ServiceAccountKey } from './service-account-key.entity.js';
import { ServiceAccountKeysService } from './service-account-keys.service.js';
import type { ServiceAccount } from './service-account.entity.js';
import { ServiceAccountsStore } from './service-accounts.store.js';

/** A credential that Clerk keeps, by its kind and Clerk's id of what it is a token of. */
export interface ClerkCredentialReference {
  readonly kind: ClerkTokenKind;
  readonly clerkId: string;
}

/**
 * Links credentials that Clerk keeps to service accounts and agents. By itself a token of Clerk opens nothing here: it opens
 * what its account was given, as far as whoever gave it and whoever made the link hold it, as a key does.
 */
@Injectable()
export class ClerkCredentialsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccountsStore,
    private readonly keys: ServiceAccountKeysService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly environment: Environment,
  ) {}

  /** To an account of the organization or of a property: one of its API keys, or a machine. */
  async link(
    scope: AccountsScope,
    caller: Caller,
    accountId: string,
    wanted: ClerkCredentialReference & { readonly allowedNetworks: readonly string[] },
  ): Promise<ServiceAccountKey> {
    demandVouches(caller);
    this.demandAccepted(wanted);
    if (wanted.kind === 'oauth_token') throw clerkCredentialsErrors.oauthIsForAgents();
    return this.unitOfWork.run(scope, async () => {
      const account = found(await this.accounts.lock(scope, accountId));
      demandOfOrganization(account);
      const key = await this.add(scope, caller, account, wanted);
      await this.unitOfWork.made(key.id, locationOf.serviceAccount(account));
      await this.audit.record({
        actor: actorOf(caller),
        action: 'service_account.clerk_linked',
        scope: { organizationId: account.organizationId, propertyId: account.propertyId },
        target: { kind: 'service_account', id: accountId },
        change: {
          key: key.id,
          clerkKind: wanted.kind,
          clerkId: wanted.clerkId,
          allowedNetworks: wanted.allowedNetworks,
        },
      });
      return key;
    });
  }

  /** In the open transaction; whoever calls records it. */
  async add(
    scope: OrganizationScope,
    { userId }: Caller,
    { id: accountId, onBehalfOf }: ServiceAccount,
    {
      kind,
      clerkId,
      allowedNetworks,
    }: ClerkCredentialReference & { readonly allowedNetworks: readonly string[] },
  ): Promise<ServiceAccountKey> {
    const ofClerk = { digest: null, clerkKind: kind, clerkId, actsFor: onBehalfOf };
    // No key of ours begins with an id of this form, so none can be taken for it.
    const part = { publicId: newId(), ...ofClerk, allowedNetworks, expiresAt: null };
    return this.keys.add(scope, userId, accountId, part, this.clock.now());
  }

  /** @throws AppError 409 where the operator has not switched tokens of this kind on */
  demandAccepted({ kind }: ClerkCredentialReference): void {
    if (!this.environment.clerk.acceptedTokens.includes(kind)) throw clerkCredentialsErrors.clerkTokensOff();
  }
}
