import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller, InProperty, NotImpersonated, RequirePermission, StepUp } from '#auth';
import type { PropertyScope } from '#libs/database';
import { ApiPageOf, Idempotent, IdParam, type Page, PageQuery } from '#libs/http';
import { GiveGrantRequest } from '../grants/grant.dto.js';
import { wantedOf } from '../grants/wanted-grant.js';
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
  ServiceAccountResponse,
  WholeServiceAccountResponse,
} from './service-account.dto.js';
import { ServiceAccountRoutes } from './service-account-routes.js';
import { ServiceAccountsService } from './service-accounts.service.js';

@ApiTags('service accounts')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/service-accounts')
export class PropertyServiceAccountsController {
  constructor(
    private readonly routes: ServiceAccountRoutes,
    private readonly accounts: ServiceAccountsService,
  ) {}

  @Get()
  @RequirePermission('property:members:read')
  @ApiOperation({
    operationId: 'listPropertyServiceAccounts',
    summary: 'Callers of the property that are no people',
  })
  @ApiPageOf(ServiceAccountResponse)
  async list(
    @InProperty() scope: PropertyScope,
    @Query() query: PageQuery,
  ): Promise<Page<ServiceAccountResponse>> {
    return this.routes.list(scope, query);
  }

  @Post()
  @Idempotent()
  @RequirePermission('property:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createPropertyServiceAccount',
    summary: 'Make a service account of the property; it holds nothing elsewhere, and has no key yet',
  })
  @ApiCreatedResponse({ type: ServiceAccountResponse })
  async create(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateServiceAccountRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountResponse> {
    return this.routes.create(scope, caller, body, reply);
  }

  @Get(':accountId')
  @RequirePermission('property:members:read')
  @ApiOperation({
    operationId: 'getPropertyServiceAccount',
    summary: 'One service account, its keys, and what its roles open at this moment',
  })
  @ApiOkResponse({ type: WholeServiceAccountResponse })
  async read(
    @InProperty() scope: PropertyScope,
    @IdParam('accountId') accountId: string,
  ): Promise<WholeServiceAccountResponse> {
    return this.routes.read(scope, accountId);
  }

  @Delete(':accountId')
  @HttpCode(204)
  @RequirePermission('property:members:manage')
  @ApiOperation({
    operationId: 'deletePropertyServiceAccount',
    summary: 'Delete a service account with its keys; they open nothing from the next request on',
  })
  @ApiNoContentResponse()
  async delete(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
  ): Promise<void> {
    await this.accounts.delete(scope, caller, accountId);
  }
}

@ApiTags('service accounts')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/service-accounts/:accountId')
export class PropertyServiceAccountRightsController {
  constructor(
    private readonly routes: ServiceAccountRoutes,
    private readonly grants: ServiceAccountGrantsService,
    private readonly keys: ServiceAccountKeysService,
  ) {}

  @Put('grants')
  @RequirePermission('property:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'givePropertyServiceAccountRole',
    summary: 'Give it a role on the property that you hold yourself',
    description:
      'The role opens at each request what its giver still holds there. Somebody else who gives it again vouches for it from then on.',
  })
  @ApiOkResponse({ type: ServiceAccountGrantResponse })
  async give(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() body: GiveGrantRequest,
  ): Promise<ServiceAccountGrantResponse> {
    return this.routes.give(scope, caller, accountId, {
      ...wantedOf(body),
      propertyId: scope.propertyId,
    });
  }

  @Delete('grants/:grantId')
  @HttpCode(204)
  @RequirePermission('property:members:manage')
  @ApiOperation({
    operationId: 'takePropertyServiceAccountRole',
    summary: 'Take a role away; at once, on every replica',
  })
  @ApiNoContentResponse()
  async take(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @IdParam('grantId') grantId: string,
  ): Promise<void> {
    await this.grants.take(scope, caller, accountId, grantId);
  }

  @Post('keys')
  @Idempotent()
  @RequirePermission('property:members:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createPropertyServiceAccountKey',
    summary: 'Make a key; the answer is the only one that shows it',
    description:
      'It opens at each request what the account holds, as far as whoever made the key holds it too.',
  })
  @ApiCreatedResponse({ type: NewServiceAccountKeyResponse })
  async createKey(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() body: CreateServiceAccountKeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewServiceAccountKeyResponse> {
    return this.routes.createKey(scope, caller, accountId, body, reply);
  }

  @Post('keys/:keyId/rotate')
  @Idempotent()
  @RequirePermission('property:members:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'rotatePropertyServiceAccountKey',
    summary: 'Make a key in place of another one, which goes on for a while',
  })
  @ApiCreatedResponse({ type: NewServiceAccountKeyResponse })
  async rotateKey(
    @InProperty() scope: PropertyScope,
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
  @RequirePermission('property:members:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'linkPropertyClerkCredential',
    summary:
      "Let a token that Clerk gives out open the account: of an organization's API key, or of a machine",
    description:
      'It opens what a key would: what the account holds, as far as whoever linked it holds it too. Clerk is asked whether the token holds, at most once in 30 seconds for each. The scopes of an API key, where it has some, bound it further.',
  })
  @ApiCreatedResponse({ type: ServiceAccountKeyResponse })
  async linkClerk(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() body: LinkClerkCredentialRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountKeyResponse> {
    return this.routes.linkClerk(scope, caller, accountId, body, reply);
  }

  @Delete('keys/:keyId')
  @HttpCode(204)
  @RequirePermission('property:members:manage')
  @ApiOperation({
    operationId: 'revokePropertyServiceAccountKey',
    summary:
      'Revoke a key, or unlink a credential of Clerk; it opens nothing from the next request on, on every replica',
  })
  @ApiNoContentResponse()
  async revokeKey(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @IdParam('keyId') keyId: string,
  ): Promise<void> {
    await this.keys.revoke(scope, caller, accountId, keyId);
  }
}
