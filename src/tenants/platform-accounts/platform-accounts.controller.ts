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
  NotImpersonated,
  OnPlatform,
  type PlatformRoleKey,
  platformRoles,
  RequirePermission,
  StepUp,
} from '#auth';
import type { PlatformScope } from '#libs/database';
import {
  ApiPageOf,
  CursorCodec,
  enumValue,
  Idempotent,
  IdParam,
  type Page,
  pageById,
  PageQuery,
  PathParam,
} from '#libs/http';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { keyEndOf } from '../service-accounts/key-state.js';
import {
  CreateServiceAccountKeyRequest,
  RotateServiceAccountKeyRequest,
} from '../service-accounts/service-account-key.dto.js';
import {
  CreatePlatformAccountRequest,
  GivePlatformAccountRoleRequest,
  NewPlatformAccountKeyResponse,
  PlatformAccountGrantResponse,
  PlatformAccountResponse,
  WholePlatformAccountResponse,
} from './platform-account.dto.js';
import { PlatformAccountsService } from './platform-accounts.service.js';

@ApiTags('service accounts')
@Controller('api/v1/platform/service-accounts')
export class PlatformAccountsController {
  constructor(
    private readonly accounts: PlatformAccountsService,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('platform:service_accounts:read')
  @ApiOperation({
    operationId: 'listPlatformServiceAccounts',
    summary: 'Callers of the platform that are no people',
  })
  @ApiPageOf(PlatformAccountResponse)
  async list(
    @OnPlatform() scope: PlatformScope,
    @Query() query: PageQuery,
  ): Promise<Page<PlatformAccountResponse>> {
    return pageById(this.cursors, 'service accounts of the platform', query, {
      read: (before, limit) => this.accounts.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (account) => PlatformAccountResponse.from(account),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('platform:service_accounts:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createPlatformServiceAccount',
    summary: 'Make a service account of the platform; it holds nothing and has no key yet',
  })
  @ApiCreatedResponse({ type: PlatformAccountResponse })
  async create(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreatePlatformAccountRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PlatformAccountResponse> {
    const account = await this.accounts.create(scope, caller, body);
    locate(reply, account.id);
    return PlatformAccountResponse.from(account);
  }

  @Get(':accountId')
  @RequirePermission('platform:service_accounts:read')
  @ApiOperation({
    operationId: 'getPlatformServiceAccount',
    summary: 'One service account, its keys, and what its roles open at this moment',
  })
  @ApiOkResponse({ type: WholePlatformAccountResponse })
  async read(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
  ): Promise<WholePlatformAccountResponse> {
    return WholePlatformAccountResponse.of(
      await this.accounts.get(scope, caller, accountId),
      this.clock.now(),
    );
  }

  @Delete(':accountId')
  @HttpCode(204)
  @RequirePermission('platform:service_accounts:manage')
  @ApiOperation({
    operationId: 'deletePlatformServiceAccount',
    summary: 'Delete a service account with its keys; they open nothing from the next request on',
  })
  @ApiNoContentResponse()
  async delete(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
  ): Promise<void> {
    await this.accounts.delete(scope, caller, accountId);
  }

  @Put(':accountId/grants')
  @RequirePermission('platform:service_accounts:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'givePlatformServiceAccountRole',
    summary: 'Give it a role on the platform that you hold yourself',
    description:
      'It opens what the role lets its giver see of the platform, at each request: nothing inside an organization, nothing about privacy. Somebody else who gives it again vouches for it from then on.',
  })
  @ApiOkResponse({ type: PlatformAccountGrantResponse })
  async give(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() body: GivePlatformAccountRoleRequest,
  ): Promise<PlatformAccountGrantResponse> {
    const { grant, effect } = await this.accounts.give(scope, caller, accountId, body);
    return PlatformAccountGrantResponse.of(grant, effect);
  }

  @Delete(':accountId/grants/:role')
  @HttpCode(204)
  @RequirePermission('platform:service_accounts:manage')
  @ApiOperation({
    operationId: 'takePlatformServiceAccountRole',
    summary: 'Take a role away; at once, on every replica',
  })
  @ApiNoContentResponse()
  async take(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @PathParam('role', enumValue(platformRoles), {
      description: 'The role on the platform.',
      example: 'operator',
    })
    role: PlatformRoleKey,
  ): Promise<void> {
    await this.accounts.take(scope, caller, accountId, role);
  }

  @Post(':accountId/keys')
  @Idempotent()
  @RequirePermission('platform:service_accounts:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createPlatformServiceAccountKey',
    summary: 'Make a key; the answer is the only one that shows it',
    description:
      'It opens at each request what the account holds, as far as whoever made the key holds it too.',
  })
  @ApiCreatedResponse({ type: NewPlatformAccountKeyResponse })
  async createKey(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @Body() { expiresAt, allowedNetworks }: CreateServiceAccountKeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewPlatformAccountKeyResponse> {
    const now = this.clock.now();
    const wanted = { expiresAt: keyEndOf(expiresAt, now), allowedNetworks };
    const made = await this.accounts.createKey(scope, caller, accountId, wanted);
    locate(reply, accountId);
    return NewPlatformAccountKeyResponse.of(made, now);
  }

  @Post(':accountId/keys/:keyId/rotate')
  @Idempotent()
  @RequirePermission('platform:service_accounts:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'rotatePlatformServiceAccountKey',
    summary: 'Make a key in place of another one, which goes on for a while',
  })
  @ApiCreatedResponse({ type: NewPlatformAccountKeyResponse })
  async rotateKey(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @IdParam('keyId') keyId: string,
    @Body() { expiresAt, overlapSeconds }: RotateServiceAccountKeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewPlatformAccountKeyResponse> {
    const now = this.clock.now();
    const wanted = { expiresAt: keyEndOf(expiresAt, now), overlapSeconds };
    const made = await this.accounts.rotateKey(scope, caller, { accountId, keyId }, wanted);
    locate(reply, accountId);
    return NewPlatformAccountKeyResponse.of(made, now);
  }

  @Delete(':accountId/keys/:keyId')
  @HttpCode(204)
  @RequirePermission('platform:service_accounts:manage')
  @ApiOperation({
    operationId: 'revokePlatformServiceAccountKey',
    summary: 'Revoke a key; it opens nothing from the next request on, on every replica',
  })
  @ApiNoContentResponse()
  async revokeKey(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IdParam('accountId') accountId: string,
    @IdParam('keyId') keyId: string,
  ): Promise<void> {
    await this.accounts.revokeKey(scope, caller, accountId, keyId);
  }
}

function locate(reply: FastifyReply, id: string): void {
  void reply.header('location', locationOf.platformAccount(id));
}
