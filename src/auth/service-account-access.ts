import { Injectable, Logger } from '@nestjs/common';
import { Counter } from 'prom-client';
import { isActive, type PermissionKey, type Scope, scopeWithin } from '#libs/authz';
import type { AppError } from '#libs/http';
import { AccessDirectory, type AccessRecord, type PathTarget } from './access-directory.js';
import { scopeOf } from './access.rule.js';
import type { ClerkTokenKind } from '#settings';
import { authErrors } from './auth.errors.js';
import { clerkTokenKindOf } from './clerk-token-kind.js';
import { ClerkTokenVerifier } from './clerk-token-verifier.js';
import { isInNetworks } from './network-value.js';
import { ServiceAccountDirectory, type ServiceAccountRecord } from './service-account-directory.js';
import type { KeyFault } from './service-account-faults.js';
import { isSameDigest, readServiceAccountKey } from './service-account-key.js';
import {
  effectOfGrant,
  type GrantEffect,
  ServiceAccountRights,
  type Sources,
} from './service-account-rights.rule.js';

const refusals = new Counter({
  name: 'tenantry_service_account_key_refusals_total',
  help: 'Keys of service accounts that were answered with 401 or from a network they may not be used from',
  labelNames: ['reason'],
});

/** What a key opens on what a request names, at the moment of the request. */
export interface ServiceAccountAtPlace {
  readonly rights: ServiceAccountRights;
  /** The organization and property, as the issuer's record tells of them. */
  readonly place: AccessRecord;
  readonly scope: Scope;
}

/** Says whose key a request carries, and what it opens: looked up for each request, nothing is kept. */
@Injectable()
export class ServiceAccountAccess {
  private readonly logger = new Logger(ServiceAccountAccess.name);

  constructor(
    private readonly accounts: ServiceAccountDirectory,
    private readonly people: AccessDirectory,
    private readonly clerkTokens: ClerkTokenVerifier,
  ) {}

  /**
   * The account of a key that holds now, or of a token of Clerk that is linked to one.
   * @throws AppError 401 `invalid_key` for any other, 503 while Clerk cannot be asked about a token of its own
   */
  async authenticate(token: string): Promise<ServiceAccountRecord> {
    const kind = clerkTokenKindOf(token);
    const account = kind === null ? await this.ofKey(token) : await this.ofClerkToken(kind, token);
    if (account.state !== 'active') throw this.refuse(account.state);
    if (account.issuer === null) throw this.refuse('issuer_gone');
    this.accounts.used(account);
    return account;
  }

  private async ofKey(token: string): Promise<ServiceAccountRecord> {
    const key = readServiceAccountKey(token);
    if (key === null) throw this.refuse('malformed');
    const account = await this.accounts.find(key.publicId);
    if (account?.digest == null || !isSameDigest(account.digest, key.digest)) throw this.refuse('unknown');
    return account;
  }

  private async ofClerkToken(kind: ClerkTokenKind, token: string): Promise<ServiceAccountRecord> {
    if (!this.clerkTokens.accepts(kind)) throw this.refuse('not_accepted');
    const credential = await this.clerkTokens.verify(kind, token);
    if (credential === null) throw this.refuse('unknown');
    const account = await this.accounts.findByClerk(credential);
    if (account === null) throw this.refuse('not_linked');
    return account;
  }

  /**
   * Both lists hold: that of the key, and that of the sign-in policy of its organization or of the platform.
   * @param address of the client
   * @throws AppError 403 `network_refused` where the key may not be used from there
   */
  demandNetwork({ allowedNetworks, policyNetworks }: ServiceAccountRecord, address: string): void {
    for (const networks of [allowedNetworks, policyNetworks])
      if (networks.length > 0 && !isInNetworks(address, networks)) throw this.refuse('network');
  }

  /**
   * What the key opens on what a request names; on the platform where it names nothing. Its own organization it may know; of
   * that one's properties those on which it holds something.
   * @throws AppError 404 for everything else
   */
  async at(account: ServiceAccountRecord, target: PathTarget): Promise<ServiceAccountAtPlace> {
    const found = await this.lookAt(account, target);
    const { rights, scope } = found;
    if (scope.kind === 'property' && !rights.mayKnow(scope)) throw authErrors.notFound();
    return found;
  }

  private async lookAt(account: ServiceAccountRecord, target: PathTarget): Promise<ServiceAccountAtPlace> {
    const sources = await this.findSources(account, target);
    const place = account.issuer === null ? undefined : sources.get(account.issuer.userId);
    // The person was erased between the look at the key and this one.
    if (place === undefined) throw this.refuse('issuer_gone');
    const namesOrganization = target.organizationId !== null || target.organizationClerkId !== null;
    if (namesOrganization && place.organization?.id !== account.organizationId) throw authErrors.notFound();
    if (target.propertyId !== null && place.property === null) throw authErrors.notFound();
    if (place.organization?.status === 'suspended') throw authErrors.organizationSuspended();
    const rights = new ServiceAccountRights(account, sources, place);
    return { rights, place, scope: scopeOf(place) };
  }

  /** For a request that names nothing: its organization must be open. @throws AppError 404, 403 for a suspended one */
  demandOpen({ organizationStatus }: ServiceAccountRecord): void {
    if (organizationStatus === 'deleted') throw authErrors.notFound();
    if (organizationStatus === 'suspended') throw authErrors.organizationSuspended();
  }

  /** Of the properties on which the account was given a role, those on which its key opens something now. */
  async propertiesWith(account: ServiceAccountRecord, permission: PermissionKey): Promise<string[]> {
    const { organizationId } = account;
    if (organizationId === null) return [];
    const ids = [...new Set(account.grants.flatMap(({ propertyId }) => propertyId ?? []))];
    const opened = await Promise.all(
      ids.map(async (propertyId) => {
        const target = { organizationId, organizationClerkId: null, propertyId };
        const { rights, scope } = await this.lookAt(account, target);
        return rights.allows(permission, scope);
      }),
    );
    return ids.filter((_, index) => opened[index]);
  }

  /**
   * How far something that was given holds at this moment; by whoever gave it, whoever made a key aside.
   * @param organizationId null: on the platform
   * @param carried the permissions of the role, or those that an agent was handed
   */
  async effectOf(
    organizationId: string | null,
    grant: Omit<ServiceAccountRecord['grants'][number], 'role'> & { readonly validFrom: Date },
    carried: Iterable<PermissionKey>,
  ): Promise<GrantEffect> {
    const { giver, propertyId } = grant;
    const target = { organizationId, organizationClerkId: null, propertyId };
    const record = giver === null ? null : await this.people.find(giver.clerkUserId, '', target);
    const scope = scopeWithin(organizationId, propertyId);
    const isOpen = propertyId === null || record === null || record.property?.status === 'active';
    const now = record?.lookedUpAt ?? new Date();
    if (!isOpen || !isActive(grant, now)) return { holds: [], missing: [] };
    return effectOfGrant(record, carried, scope);
  }

  /** Everybody whose rights bound the account's here, asked about at once. */
  private async findSources(account: ServiceAccountRecord, target: PathTarget): Promise<Sources> {
    const clerkIds = new Map<string, string>();
    if (account.issuer !== null) clerkIds.set(account.issuer.userId, account.issuer.clerkUserId);
    for (const { giver, propertyId } of account.grants) {
      const isHere = propertyId === null || propertyId === target.propertyId;
      if (giver !== null && isHere) clerkIds.set(giver.userId, giver.clerkUserId);
    }
    const found = await Promise.all(
      [...clerkIds].map(async ([userId, clerkUserId]): Promise<[string, AccessRecord | null]> => {
        return [userId, await this.people.find(clerkUserId, '', target)];
      }),
    );
    return new Map(found.flatMap(([userId, record]) => (record === null ? [] : [[userId, record] as const])));
  }

  /** Counts and tells a refused key; neither holds the key or a part of it. */
  private refuse(fault: KeyFault): AppError {
    refusals.inc({ reason: fault });
    this.logger.log({ msg: 'refused a key of a service account', reason: fault });
    return fault === 'network' ? authErrors.networkRefused() : authErrors.badKey(fault);
  }
}
