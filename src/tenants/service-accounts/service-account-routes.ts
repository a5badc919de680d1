import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#auth';
import { CursorCodec, type Page, pageById, type PageQuery } from '#libs/http';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { type AccountsScope, propertyIdOf } from './accounts-scope.js';
import type { LinkClerkCredentialRequest } from './clerk-credential.dto.js';
import { ClerkCredentialsService } from './clerk-credentials.service.js';
import { keyEndOf } from './key-state.js';
import { ServiceAccountEffectsService } from './service-account-effects.service.js';
import { ServiceAccountGrantResponse } from './service-account-grant.dto.js';
import { ServiceAccountGrantsService, type WantedAccountGrant } from './service-account-grants.service.js';
import {
  type CreateServiceAccountKeyRequest,
  NewServiceAccountKeyResponse,
  type RotateServiceAccountKeyRequest,
  ServiceAccountKeyResponse,
} from './service-account-key.dto.js';
import { ServiceAccountKeysService } from './service-account-keys.service.js';
import {
  type CreateServiceAccountRequest,
  ServiceAccountResponse,
  WholeServiceAccountResponse,
} from './service-account.dto.js';
import { ServiceAccountsService } from './service-accounts.service.js';

/** One account, by the ids in its path. */
export interface AccountPath {
  readonly accountId: string;
  readonly keyId: string;
}

/** What the routes on service accounts do, of an organization and of a property alike. */
@Injectable()
export class ServiceAccountRoutes {
  constructor(
    private readonly accounts: ServiceAccountsService,
    private readonly grants: ServiceAccountGrantsService,
    private readonly effects: ServiceAccountEffectsService,
    private readonly keys: ServiceAccountKeysService,
    private readonly clerkCredentials: ClerkCredentialsService,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  async list(scope: AccountsScope, query: PageQuery): Promise<Page<ServiceAccountResponse>> {
    const place = propertyIdOf(scope) ?? scope.organizationId;
    return pageById(this.cursors, `service accounts ${place}`, query, {
      read: (before, limit) => this.accounts.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (account) => ServiceAccountResponse.from(account),
    });
  }

  async create(
    scope: AccountsScope,
    caller: Caller,
    body: CreateServiceAccountRequest,
    reply: FastifyReply,
  ): Promise<ServiceAccountResponse> {
    const account = await this.accounts.create(scope, caller, body);
    void reply.header('location', locationOf.serviceAccount(account));
    return ServiceAccountResponse.from(account);
  }

  async read(scope: AccountsScope, accountId: string): Promise<WholeServiceAccountResponse> {
    const whole = await this.accounts.get(scope, accountId);
    const effects = await this.effects.of(scope, whole.grants);
    return WholeServiceAccountResponse.of(whole, effects, this.clock.now());
  }

  async give(
    scope: AccountsScope,
    caller: Caller,
    accountId: string,
    wanted: WantedAccountGrant,
  ): Promise<ServiceAccountGrantResponse> {
    const grant = await this.grants.give(scope, caller, accountId, wanted);
    const effects = await this.effects.of(scope, [grant]);
    return ServiceAccountGrantResponse.from(grant, effects.get(grant.id));
  }

  async createKey(
    scope: AccountsScope,
    caller: Caller,
    accountId: string,
    { expiresAt, allowedNetworks }: CreateServiceAccountKeyRequest,
    reply: FastifyReply,
  ): Promise<NewServiceAccountKeyResponse> {
    const now = this.clock.now();
    const wanted = { expiresAt: keyEndOf(expiresAt, now), allowedNetworks };
    const made = await this.keys.create(scope, caller, accountId, wanted);
    locate(reply, scope, accountId);
    return NewServiceAccountKeyResponse.of(made, now);
  }

  async rotateKey(
    scope: AccountsScope,
    caller: Caller,
    path: AccountPath,
    { expiresAt, overlapSeconds }: RotateServiceAccountKeyRequest,
    reply: FastifyReply,
  ): Promise<NewServiceAccountKeyResponse> {
    const now = this.clock.now();
    const wanted = { expiresAt: keyEndOf(expiresAt, now), overlapSeconds };
    const made = await this.keys.rotate(scope, caller, path, wanted);
    locate(reply, scope, path.accountId);
    return NewServiceAccountKeyResponse.of(made, now);
  }

  async linkClerk(
    scope: AccountsScope,
    caller: Caller,
    accountId: string,
    body: LinkClerkCredentialRequest,
    reply: FastifyReply,
  ): Promise<ServiceAccountKeyResponse> {
    const key = await this.clerkCredentials.link(scope, caller, accountId, body);
    locate(reply, scope, accountId);
    return ServiceAccountKeyResponse.from(key, this.clock.now());
  }
}

/** The account, by the path under which it was asked for. */
function locate(reply: FastifyReply, scope: AccountsScope, id: string): void {
  const { organizationId } = scope;
  void reply.header(
    'location',
    locationOf.serviceAccount({ organizationId, propertyId: propertyIdOf(scope), id }),
  );
}
