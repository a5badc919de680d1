import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type Caller,
  CurrentCaller,
  CurrentPrincipal,
  InOrganization,
  NotImpersonated,
  OpenToServiceAccounts,
  type Principal,
  RequirePermission,
  SignedIn,
  StepUp,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, Idempotent, IdParam, type Page, PageQuery } from '#libs/http';
import { GiveRoleWithinRequest } from '../grants/grant.dto.js';
import { wantedOf } from '../grants/wanted-grant.js';
import { tenantsErrors } from '../tenants.errors.js';
import { LinkClerkCredentialRequest } from './clerk-credential.dto.js';
import { ServiceAccountGrantsService } from './service-account-grants.service.js';
import { ServiceAccountKeysService } from './service-account-keys.service.js';
import { ServiceAccountGrantResponse } from './service-account-grant.dto.js';
import {
  CreateServiceAccountKeyRequest,
  NewServiceAccountKeyResponse,
  RotateServiceAccountKeyRequest,
  ServiceAccountKeyResponse,
} from './service-account-key.dto.js';
import {
  CreateServiceAccountRequest,
  OwnServiceAccountResponse,
  ServiceAccountResponse,
  WholeServiceAccountResponse,
} from './service-account.dto.js';
import { ServiceAccountRoutes } from './service-account-routes.js';
import { ServiceAccountsService } from './service-accounts.service.js';

@ApiTags('service accounts')
@Controller('api/v1/organizations/:organizationId/service-accounts')
export class ServiceAccountsController {
  constructor(
    private readonly routes: ServiceAccountRoutes,
    private readonly accounts: ServiceAccountsService,
  ) {}

  @Get()
  @RequirePermission('org:service_accounts:read')
  @ApiOperation({
    operationId: 'listServiceAccounts',
    summary: 'Callers of the organization that are no people',
  })
  @ApiPageOf(ServiceAccountResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<ServiceAccountResponse>> {
    return this.routes.list(scope, query);
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:service_accounts:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createServiceAccount',
    summary: 'Make a service account; it holds nothing and has no key yet',
  })
  @ApiCreatedResponse({ type: ServiceAccountResponse })
  async create(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateServiceAccountRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountResponse> {
    return this.routes.create(scope, caller, body, reply);
  }

  @Get(':accountId')
  @RequirePermission('org:service_accounts:read')
  @ApiOperation({
    operationId: 'getServiceAccount',
    summary: 'One service account, its keys, and what its roles open at this moment',
  })
  @ApiOkResponse({ type: WholeServiceAccountResponse })
  async read(
    @InOrganization() scope: OrganizationScope,
    @IdParam('accountId') accountId: string,
  ): Promise<WholeServiceAccountResponse> {
    return this.routes.read(scope, accountId);
  }

  @Delete(':accountId')
  @HttpCode(204)
  @RequirePermission('org:service_accounts:manage')
  @ApiOperation({
    operationId: 'deleteServiceAccount',
    summary: 'Delete a service account with its keys; they open nothing from the next request on',
  })
  @ApiNoContentResponse()
  async delete(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
  ): Promise<void> {
    await this.accounts.delete(scope, caller, accountId);
  }
}

@ApiTags('service accounts')
@Controller('api/v1/organizations/:organizationId/service-accounts/:accountId')
export class ServiceAccountRightsController {
  constructor(
    private readonly routes: ServiceAccountRoutes,
    private readonly grants: ServiceAccountGrantsService,
    private readonly keys: ServiceAccountKeysService,
  ) {}

  @Put('grants')
  @RequirePermission('org:service_accounts:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'giveServiceAccountRole',
    summary: 'Give it a role that you hold yourself',
    description:
      'The role opens at each request what its giver still holds there. Somebody else who gives it again vouches for it from then on.',
  })
  @ApiOkResponse({ type: ServiceAccountGrantResponse })
  async give(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() body: GiveRoleWithinRequest,
  ): Promise<ServiceAccountGrantResponse> {
    return this.routes.give(scope, caller, accountId, { ...wantedOf(body), propertyId: body.propertyId });
  }

  @Delete('grants/:grantId')
  @HttpCode(204)
  @RequirePermission('org:service_accounts:manage')
  @ApiOperation({
    operationId: 'takeServiceAccountRole',
    summary: 'Take a role away; at once, on every replica',
  })
  @ApiNoContentResponse()
  async take(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @IdParam('grantId') grantId: string,
  ): Promise<void> {
    await this.grants.take(scope, caller, accountId, grantId);
  }

  @Post('keys')
  @Idempotent()
  @RequirePermission('org:service_accounts:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createServiceAccountKey',
    summary: 'Make a key; the answer is the only one that shows it',
    description:
      'It opens at each request what the account holds, as far as whoever made the key holds it too.',
  })
  @ApiCreatedResponse({ type: NewServiceAccountKeyResponse })
  async createKey(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() body: CreateServiceAccountKeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewServiceAccountKeyResponse> {
    return this.routes.createKey(scope, caller, accountId, body, reply);
  }

  @Post('keys/:keyId/rotate')
  @Idempotent()
  @RequirePermission('org:service_accounts:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'rotateServiceAccountKey',
    summary: 'Make a key in place of another one, which goes on for a while',
  })
  @ApiCreatedResponse({ type: NewServiceAccountKeyResponse })
  async rotateKey(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @IdParam('keyId') keyId: string,
    @Body() body: RotateServiceAccountKeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewServiceAccountKeyResponse> {
    return this.routes.rotateKey(scope, caller, { accountId, keyId }, body, reply);
  }

  @Post('clerk-credentials')
  @Idempotent()
  @RequirePermission('org:service_accounts:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'linkClerkCredential',
    summary:
      "Let a token that Clerk gives out open the account: of an organization's API key, or of a machine",
    description:
      'It opens what a key would: what the account holds, as far as whoever linked it holds it too. Clerk is asked whether the token holds, at most once in 30 seconds for each. The scopes of an API key, where it has some, bound it further.',
  })
  @ApiCreatedResponse({ type: ServiceAccountKeyResponse })
  async linkClerk(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() body: LinkClerkCredentialRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountKeyResponse> {
    return this.routes.linkClerk(scope, caller, accountId, body, reply);
  }

  @Delete('keys/:keyId')
  @HttpCode(204)
  @RequirePermission('org:service_accounts:manage')
  @ApiOperation({
    operationId: 'revokeServiceAccountKey',
    summary:
      'Revoke a key, or unlink a credential of Clerk; it opens nothing from the next request on, on every replica',
  })
  @ApiNoContentResponse()
  async revokeKey(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @IdParam('keyId') keyId: string,
  ): Promise<void> {
    await this.keys.revoke(scope, caller, accountId, keyId);
  }
}

@ApiTags('service accounts')
@Controller('api/v1/service-account')
export class OwnServiceAccountController {
  @Get()
  @SignedIn()
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'getOwnServiceAccount',
    summary: 'Which key of which service account is this?',
  })
  @ApiOkResponse({ type: OwnServiceAccountResponse })
  read(@CurrentPrincipal() caller: Principal): OwnServiceAccountResponse {
    if (caller.kind !== 'service_account') throw tenantsErrors.serviceAccountsOnly();
    return OwnServiceAccountResponse.from(caller);
  }
}
