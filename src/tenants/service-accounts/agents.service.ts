import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, mayServiceAccountsHold } from '#auth';
import { mayBeCarried, type PermissionKey } from '#libs/authz';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { readPermission } from '../read-permission.js';
import { tenantsErrors } from '../tenants.errors.js';
import { clerkCredentialsErrors } from './clerk-credentials.errors.js';
import { type ClerkCredentialReference, ClerkCredentialsService } from './clerk-credentials.service.js';
import { demandVouches } from './demand-vouches.js';
import type { ServiceAccountGrant } from './service-account-grant.entity.js';
import type { ServiceAccountKey } from './service-account-key.entity.js';
import { ServiceAccountKeysService } from './service-account-keys.service.js';
import type { ServiceAccount } from './service-account.entity.js';
import type { WholeServiceAccount } from './service-accounts.service.js';
import { ServiceAccountsStore } from './service-accounts.store.js';

/** What a member wants an agent to do in their name. */
export interface WantedAgent {
  readonly name: string;
  readonly description: string | null;
  readonly permissions: readonly string[];
  /** Null: wherever the member holds them by a right on the organization. */
  readonly propertyIds: readonly string[] | null;
  readonly expiresAt: Date;
  readonly allowedNetworks: readonly string[];
  /** A credential that Clerk keeps, in place of a key. */
  readonly clerk: ClerkCredentialReference | null;
}

/** An agent that was just made; its key's text cannot be looked up again, and is null where Clerk keeps it. */
export interface NewAgent {
  readonly whole: WholeServiceAccount;
  readonly text: string | null;
}

const MAX_AGENTS = 20;
const MAX_LIFE_MS = 90 * 24 * 3600 * 1000;

/**
 * Agents act in one member's name, with a part of what that member may do, on some places and for a time. A member hands
 * on what is theirs: whatever they lose, their agents lose with the same request.
 */
@Injectable()
export class AgentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccountsStore,
    private readonly keys: ServiceAccountKeysService,
    private readonly clerkCredentials: ClerkCredentialsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async create(scope: OrganizationScope, caller: Caller, wanted: WantedAgent): Promise<NewAgent> {
    demandVouches(caller);
    this.demandLinkable(wanted);
    const permissions = demandDelegable(caller, wanted);
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      if (wanted.expiresAt <= now) throw tenantsErrors.expiryInPast();
      if (wanted.expiresAt.getTime() > now.getTime() + MAX_LIFE_MS) throw tenantsErrors.endsTooLate();
      const present = await this.accounts.listAgentsLocked(scope, caller.userId);
      if (present.length >= MAX_AGENTS) throw tenantsErrors.tooManyAgents();
      const account = agentOf(scope, caller, wanted, now);
      const grants = (wanted.propertyIds ?? [null]).map((propertyId) =>
        handed(account, propertyId, permissions, wanted.expiresAt),
      );
      await this.accounts.insert(account);
      await this.accounts.insertGrants(grants);
      const { key, text } = await this.keyOf(scope, caller, account, wanted, now);
      await this.unitOfWork.made(account.id, locationOf.agents(scope));
      await this.audit.record({
        actor: actorOf(caller),
        action: 'agent.created',
        scope,
        target: { kind: 'service_account', id: account.id },
        change: {
          key: key.id,
          ...(wanted.clerk !== null && { clerkKind: wanted.clerk.kind, clerkId: wanted.clerk.clerkId }),
          permissions,
          propertyIds: wanted.propertyIds,
          expiresAt: wanted.expiresAt,
          allowedNetworks: wanted.allowedNetworks,
        },
      });
      return { whole: { account, grants, keys: [key] }, text };
    });
  }

  private demandLinkable({ clerk }: WantedAgent): void {
    if (clerk === null) return;
    this.clerkCredentials.demandAccepted(clerk);
    if (clerk.kind === 'm2m_token') throw clerkCredentialsErrors.machinesAreNoAgents();
  }

  private async keyOf(
    scope: OrganizationScope,
    caller: Caller,
    account: ServiceAccount,
    wanted: WantedAgent,
    now: Date,
  ): Promise<{ key: ServiceAccountKey; text: string | null }> {
    const { clerk, allowedNetworks } = wanted;
    if (clerk === null) return this.keys.make(scope, caller, account.id, wanted, now);
    const reference = { ...clerk, allowedNetworks };
    return { key: await this.clerkCredentials.add(scope, caller, account, reference), text: null };
  }

  /** One of the caller's own; at once, on every replica. */
  async delete(scope: OrganizationScope, caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const account = found(await this.accounts.lock(scope, id));
      if (account.onBehalfOf !== caller.userId) throw authErrors.notFound();
      await this.accounts.delete(scope, id);
      await this.audit.record({
        actor: actorOf(caller),
        action: 'agent.deleted',
        scope,
        target: { kind: 'service_account', id },
      });
    });
  }
}

/** @throws AppError 400 for what is no permission, what an agent may not be handed, and what no property can have */
function demandDelegable({ model }: Caller, { permissions, propertyIds }: WantedAgent): PermissionKey[] {
  return permissions.map((text) => {
    const permission = readPermission(model, text);
    const extensions = { permissions: [permission] };
    if (!mayServiceAccountsHold(permission)) throw tenantsErrors.permissionWithheld({ extensions });
    if (propertyIds !== null && !mayBeCarried(permission, 'property'))
      throw tenantsErrors.permissionNotForScope({
        detail: `${permission} is about the organization; leave propertyIds out.`,
        extensions,
      });
    return permission;
  });
}

function agentOf(
  { organizationId }: OrganizationScope,
  { userId }: Caller,
  { name, description }: WantedAgent,
  now: Date,
): ServiceAccount {
  return {
    organizationId,
    id: newId(),
    propertyId: null,
    name,
    description,
    onBehalfOf: userId,
    createdBy: userId,
    createdAt: now,
  };
}

function handed(
  { organizationId, id, onBehalfOf, createdAt }: ServiceAccount,
  propertyId: string | null,
  permissions: readonly string[],
  expiresAt: Date,
): ServiceAccountGrant {
  return {
    organizationId,
    id: newId(),
    accountId: id,
    propertyId,
    role: 'agent',
    customRole: null,
    permissions: [...permissions],
    grantedBy: onBehalfOf,
    grantedAt: createdAt,
    validFrom: createdAt,
    expiresAt,
  };
}
