import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, type Caller, found, makeServiceAccountKey } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { tenantsErrors } from '../tenants.errors.js';
import { clerkCredentialsErrors } from './clerk-credentials.errors.js';
import { endOfReplaced, hasRoomForKey, keyStateOf } from './key-state.js';
import type { AccountsScope } from './accounts-scope.js';
import { demandOfOrganization, demandVouches } from './demand-vouches.js';
import type { ServiceAccountKey } from './service-account-key.entity.js';
import { ServiceAccountKeysStore } from './service-account-keys.store.js';
import type { ServiceAccount } from './service-account.entity.js';
import { ServiceAccountsStore } from './service-accounts.store.js';

/** How somebody wants a key to be. */
export interface WantedKey {
  /** Null: without end. */
  readonly expiresAt: Date | null;
  /** In CIDR notation; empty: from everywhere. */
  readonly allowedNetworks: readonly string[];
}

/** A key together with its text, which nobody can look up again. */
export interface NewKey {
  readonly key: ServiceAccountKey;
  readonly text: string;
}

/** What differs between a key of ours and a credential that Clerk keeps. */
type KeyPart = WantedKey &
  Pick<ServiceAccountKey, 'publicId' | 'digest' | 'clerkKind' | 'clerkId' | 'actsFor'>;

/** Keys of service accounts: made, replaced with an overlap, revoked. */
@Injectable()
export class ServiceAccountKeysService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccountsStore,
    private readonly keys: ServiceAccountKeysStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Whoever makes a key vouches for it: it opens nothing that they may not do themselves, at each request. */
  async create(scope: AccountsScope, caller: Caller, accountId: string, wanted: WantedKey): Promise<NewKey> {
    demandVouches(caller);
    return this.unitOfWork.run(scope, async () => {
      const account = found(await this.accounts.lock(scope, accountId));
      demandOfOrganization(account);
      const now = this.clock.now();
      if (wanted.expiresAt !== null && wanted.expiresAt <= now) throw tenantsErrors.expiryInPast();
      const made = await this.make(scope, caller, accountId, wanted, now);
      await this.made(account, made.key);
      await this.record('service_account.key_created', account, caller, made.key, {
        expiresAt: wanted.expiresAt,
        allowedNetworks: wanted.allowedNetworks,
      });
      return made;
    });
  }

  /**
   * Makes a key to replace another, which goes on for a while.
   * @param overlapSeconds how long both hold; the old one never longer than it would have
   */
  async rotate(
    scope: AccountsScope,
    caller: Caller,
    { accountId, keyId }: { accountId: string; keyId: string },
    { overlapSeconds, expiresAt }: { overlapSeconds: number; expiresAt: Date | null },
  ): Promise<NewKey> {
    demandVouches(caller);
    return this.unitOfWork.run(scope, async () => {
      const account = found(await this.accounts.lock(scope, accountId));
      demandOfOrganization(account);
      const old = found(await this.keys.lock(scope, accountId, keyId));
      const now = this.clock.now();
      if (keyStateOf(old, now) !== 'active') throw tenantsErrors.keyEnded();
      if (old.clerkKind !== null) throw clerkCredentialsErrors.keyOfClerk();
      if (expiresAt !== null && expiresAt <= now) throw tenantsErrors.expiryInPast();
      const { allowedNetworks } = old;
      const made = await this.make(scope, caller, accountId, { expiresAt, allowedNetworks }, now);
      await this.made(account, made.key);
      const end = endOfReplaced(old, overlapSeconds, now);
      await this.keys.endAt(old, end);
      await this.record('service_account.key_rotated', account, caller, made.key, {
        replaces: keyId,
        replacedUntil: end,
        expiresAt,
      });
      return made;
    });
  }

  /**
   * At once, on every replica; revoking it again changes nothing. What Clerk keeps is unlinked, so that it can be linked
   * to another account.
   */
  async revoke(scope: AccountsScope, caller: Caller, accountId: string, keyId: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const account = found(await this.accounts.lock(scope, accountId));
      const key = found(await this.keys.lock(scope, accountId, keyId));
      const now = this.clock.now();
      if (keyStateOf(key, now) !== 'active') return;
      const { clerkKind, clerkId } = key;
      if (clerkKind === null) await this.keys.endAt(key, now);
      else await this.keys.delete(key);
      const action = clerkKind === null ? 'service_account.key_revoked' : 'service_account.clerk_unlinked';
      await this.record(action, account, caller, key, clerkKind === null ? {} : { clerkKind, clerkId });
    });
  }

  /** In the open transaction; whoever calls records it. */
  async make(
    scope: OrganizationScope,
    { userId }: Caller,
    accountId: string,
    { expiresAt, allowedNetworks }: WantedKey,
    now: Date,
  ): Promise<NewKey> {
    const { text, publicId, digest } = makeServiceAccountKey();
    const ours = { publicId, digest, clerkKind: null, clerkId: null, actsFor: null };
    const key = await this.add(scope, userId, accountId, { ...ours, allowedNetworks, expiresAt }, now);
    return { key, text };
  }

  /**
   * Adds a key that holds from now on, in the open transaction.
   * @throws AppError 409 where so many hold that another one has no room
   */
  async add(
    scope: OrganizationScope,
    createdBy: string,
    accountId: string,
    { allowedNetworks, ...part }: KeyPart,
    now: Date,
  ): Promise<ServiceAccountKey> {
    const present = await this.keys.list(scope, [accountId]);
    if (!hasRoomForKey(present, now)) throw tenantsErrors.tooManyKeys();
    const key: ServiceAccountKey = {
      ...part,
      organizationId: scope.organizationId,
      id: newId(),
      accountId,
      allowedNetworks: [...allowedNetworks],
      createdBy,
      createdAt: now,
      revokedAt: null,
      lastUsedAt: null,
    };
    await this.keys.insert(key);
    return key;
  }

  private async made(account: ServiceAccount, { id }: ServiceAccountKey): Promise<void> {
    await this.unitOfWork.made(id, locationOf.serviceAccount(account));
  }

  private async record(
    action:
      | 'service_account.key_created'
      | 'service_account.key_rotated'
      | 'service_account.key_revoked'
      | 'service_account.clerk_unlinked',
    { organizationId, propertyId }: ServiceAccount,
    caller: Caller,
    key: ServiceAccountKey,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope: { organizationId, propertyId },
      target: { kind: 'service_account', id: key.accountId },
      change: { key: key.id, ...change },
    });
  }
}
