import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import {
  actorOf,
  type Caller,
  found,
  type GrantEffect,
  makeServiceAccountKey,
  mayPlatformAccountsHold,
  type PlatformRoleKey,
  ServiceAccountAccess,
} from '#auth';
import { holdsRole, platformScope } from '#libs/authz';
import { newId, type PlatformScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { locationOf } from '../locations.js';
import { endOfReplaced, hasRoomForKey, keyStateOf } from '../service-accounts/key-state.js';
import { rightsSourcesOf } from '../service-accounts/rights-sources.js';
import type { WantedKey } from '../service-accounts/service-account-keys.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import type { PlatformAccountGrant } from './platform-account-grant.entity.js';
import type { PlatformAccountKey } from './platform-account-key.entity.js';
import type { PlatformAccount } from './platform-account.entity.js';
import { platformAccountsErrors } from './platform-accounts.errors.js';
import { PlatformAccountsStore } from './platform-accounts.store.js';

/** A role of an account, and how far it holds at this moment. */
export interface EffectiveGrant {
  readonly grant: PlatformAccountGrant;
  readonly effect: GrantEffect;
}

/** An account with all that belongs to it. */
export interface WholePlatformAccount {
  readonly account: PlatformAccount;
  readonly grants: readonly EffectiveGrant[];
  readonly keys: readonly PlatformAccountKey[];
}

/** A key together with its text, which nobody can look up again. */
export interface NewPlatformKey {
  readonly key: PlatformAccountKey;
  readonly text: string;
}

const MAX_ACCOUNTS = 100;

/**
 * Service accounts of the platform: a collector of events, a monitor, a report at night. They see what the platform's staff
 * may see of the platform, as far as whoever gave them their role and whoever made the key hold it at that moment; nothing
 * inside an organization, where staff state a reason each time, and nothing about privacy or roles.
 */
@Injectable()
export class PlatformAccountsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: PlatformAccountsStore,
    private readonly users: UserLookupService,
    private readonly access: ServiceAccountAccess,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(scope: PlatformScope, before: string | null, limit: number): Promise<PlatformAccount[]> {
    return this.unitOfWork.run(scope, () => this.accounts.list(before, limit));
  }

  async get(scope: PlatformScope, caller: Caller, id: string): Promise<WholePlatformAccount> {
    const { account, grants, keys } = await this.unitOfWork.run(scope, async () => ({
      account: found(await this.accounts.find(id)),
      grants: await this.accounts.listGrants(id),
      keys: await this.accounts.listKeys(id),
    }));
    return { account, grants: await this.withEffects(scope, caller, grants), keys };
  }

  async create(
    scope: PlatformScope,
    caller: Caller,
    { name, description }: Pick<PlatformAccount, 'name' | 'description'>,
  ): Promise<PlatformAccount> {
    return this.unitOfWork.run(scope, async () => {
      if ((await this.accounts.countLocked()) >= MAX_ACCOUNTS) throw platformAccountsErrors.tooManyAccounts();
      const createdAt = this.clock.now();
      const account = { id: newId(), name, description, createdBy: caller.userId, createdAt };
      await this.accounts.insert(account);
      await this.unitOfWork.made(account.id, locationOf.platformAccount(account.id));
      await this.record('service_account.created', account.id, caller);
      return account;
    });
  }

  /** With its keys and roles; at once, on every replica. */
  async delete(scope: PlatformScope, caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      found(await this.accounts.lock(id));
      await this.accounts.delete(id);
      await this.record('service_account.deleted', id, caller);
    });
  }

  /**
   * Who gives a role vouches for it; somebody else who gives it again vouches from then on.
   * @throws AppError 403 for a role that the caller does not hold, 409 where nothing of it could hold
   */
  async give(
    scope: PlatformScope,
    caller: Caller,
    accountId: string,
    { role, expiresAt }: { role: PlatformRoleKey; expiresAt: Date | null },
  ): Promise<EffectiveGrant> {
    const grant = await this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const { roles } = caller.model;
      if (!holdsRole(roles, caller.subject, role, platformScope, now)) throw tenantsErrors.roleAboveOwn();
      const carried = roles.findFor(role, platformScope)?.permissions ?? [];
      if (![...carried].some(mayPlatformAccountsHold)) throw tenantsErrors.roleNotForServiceAccounts();
      if (expiresAt !== null && expiresAt <= now) throw tenantsErrors.expiryInPast();
      found(await this.accounts.lock(accountId));
      const before = (await this.accounts.listGrants(accountId)).find((each) => each.role === role) ?? null;
      const isAsWanted =
        before !== null &&
        before.grantedBy === caller.userId &&
        before.expiresAt?.getTime() === expiresAt?.getTime();
      if (isAsWanted) return before;
      const given = {
        id: before?.id ?? newId(),
        accountId,
        role,
        grantedBy: caller.userId,
        grantedAt: now,
        expiresAt,
      };
      await this.accounts.putGrant(given);
      await this.record('service_account.role_given', accountId, caller, {
        role,
        expiresAt: { from: before?.expiresAt ?? null, to: expiresAt },
        ...(before !== null && { givenBy: { from: before.grantedBy, to: caller.userId } }),
      });
      return given;
    });
    const [given] = await this.withEffects(scope, caller, [grant]);
    return found(given ?? null);
  }

  async take(scope: PlatformScope, caller: Caller, accountId: string, role: PlatformRoleKey): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      found(await this.accounts.lock(accountId));
      const grant = (await this.accounts.listGrants(accountId)).find((each) => each.role === role);
      await this.accounts.deleteGrant(found(grant ?? null).id);
      await this.record('service_account.role_taken', accountId, caller, { role });
    });
  }

  /** Whoever makes a key vouches for it: it opens nothing that they may not do themselves, at each request. */
  async createKey(
    scope: PlatformScope,
    caller: Caller,
    accountId: string,
    wanted: WantedKey,
  ): Promise<NewPlatformKey> {
    return this.unitOfWork.run(scope, async () => {
      found(await this.accounts.lock(accountId));
      const made = await this.addKey(caller, accountId, wanted);
      await this.record('service_account.key_created', accountId, caller, {
        key: made.key.id,
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
  async rotateKey(
    scope: PlatformScope,
    caller: Caller,
    { accountId, keyId }: { accountId: string; keyId: string },
    { overlapSeconds, expiresAt }: { overlapSeconds: number; expiresAt: Date | null },
  ): Promise<NewPlatformKey> {
    return this.unitOfWork.run(scope, async () => {
      found(await this.accounts.lock(accountId));
      const old = found(await this.accounts.lockKey(accountId, keyId));
      const now = this.clock.now();
      if (keyStateOf(old, now) !== 'active') throw tenantsErrors.keyEnded();
      const { allowedNetworks } = old;
      const made = await this.addKey(caller, accountId, { expiresAt, allowedNetworks });
      const end = endOfReplaced(old, overlapSeconds, now);
      await this.accounts.endKeyAt(old.id, end);
      await this.record('service_account.key_rotated', accountId, caller, {
        key: made.key.id,
        replaces: keyId,
        replacedUntil: end,
        expiresAt,
      });
      return made;
    });
  }

  /** At once, on every replica; revoking it again changes nothing. */
  async revokeKey(scope: PlatformScope, caller: Caller, accountId: string, keyId: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      found(await this.accounts.lock(accountId));
      const key = found(await this.accounts.lockKey(accountId, keyId));
      const now = this.clock.now();
      if (keyStateOf(key, now) !== 'active') return;
      await this.accounts.endKeyAt(keyId, now);
      await this.record('service_account.key_revoked', accountId, caller, { key: keyId });
    });
  }

  /** In the open transaction, with the account locked. */
  private async addKey(
    { userId }: Caller,
    accountId: string,
    { expiresAt, allowedNetworks }: WantedKey,
  ): Promise<NewPlatformKey> {
    const now = this.clock.now();
    if (expiresAt !== null && expiresAt <= now) throw tenantsErrors.expiryInPast();
    const present = await this.accounts.listKeys(accountId);
    if (!hasRoomForKey(present, now)) throw tenantsErrors.tooManyKeys();
    const { text, publicId, digest } = makeServiceAccountKey();
    const key: PlatformAccountKey = {
      id: newId(),
      accountId,
      publicId,
      digest,
      allowedNetworks: [...allowedNetworks],
      createdBy: userId,
      createdAt: now,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    };
    await this.accounts.insertKey(key);
    await this.unitOfWork.made(key.id, locationOf.platformAccount(accountId));
    return { key, text };
  }

  /** How far roles hold now: who gave them is looked up for all of them at once. */
  private async withEffects(
    scope: PlatformScope,
    { model }: Caller,
    grants: readonly PlatformAccountGrant[],
  ): Promise<EffectiveGrant[]> {
    const givers = await this.unitOfWork.run(scope, () =>
      rightsSourcesOf(
        this.users,
        grants.map(({ grantedBy }) => grantedBy),
      ),
    );
    const effective = grants.map(async (grant): Promise<EffectiveGrant> => {
      const { grantedBy, grantedAt: validFrom, expiresAt, role } = grant;
      const given = { propertyId: null, expiresAt, giver: givers.get(grantedBy ?? '') ?? null, validFrom };
      const carried = model.roles.findFor(role, platformScope)?.permissions ?? [];
      return { grant, effect: await this.access.effectOf(null, given, carried) };
    });
    return Promise.all(effective);
  }

  private async record(
    action:
      | 'service_account.created'
      | 'service_account.deleted'
      | 'service_account.role_given'
      | 'service_account.role_taken'
      | 'service_account.key_created'
      | 'service_account.key_rotated'
      | 'service_account.key_revoked',
    id: string,
    caller: Caller,
    change: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      target: { kind: 'service_account', id },
      change,
    });
  }
}
