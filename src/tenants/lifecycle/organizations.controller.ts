import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  AsPerson,
  type Caller,
  CurrentCaller,
  InOrganization,
  MaybePlatform,
  NotImpersonated,
  OpenToServiceAccounts,
  RequirePermission,
  SignedIn,
} from '#auth';
import { decide, platformScope } from '#libs/authz';
import type { OrganizationScope, PersonScope, PlatformScope } from '#libs/database';
import {
  ApiPageOf,
  CursorCodec,
  Idempotent,
  IfMatch,
  type Page,
  pageById,
  PageQuery,
  setEtag,
} from '#libs/http';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import {
  CreateOrganizationRequest,
  OrganizationResponse,
  UpdateOrganizationRequest,
} from '../organizations/organization.dto.js';
import { OrganizationsService } from './organizations.service.js';

@ApiTags('organizations')
@Controller('api/v1/organizations')
export class OrganizationsController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  @Get()
  @SignedIn()
  @ApiOperation({
    operationId: 'listOrganizations',
    summary: 'The organizations you belong to; platform staff see all',
  })
  @ApiPageOf(OrganizationResponse)
  async list(
    @CurrentCaller() caller: Caller,
    @AsPerson() person: PersonScope,
    @MaybePlatform() platform: PlatformScope | null,
    @Query() query: PageQuery,
  ): Promise<Page<OrganizationResponse>> {
    const seesAll = decide(caller.subject, 'platform:organizations:read', platformScope, this.clock.now());
    const scope = seesAll && platform !== null ? platform : person;
    return pageById(this.cursors, `organizations ${scope.kind} ${caller.userId}`, query, {
      read: (before, limit) => this.organizations.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (row) => OrganizationResponse.from(row),
    });
  }

  @Post()
  @Idempotent()
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ operationId: 'createOrganization', summary: 'Make an organization; you become its owner' })
  @ApiCreatedResponse({ type: OrganizationResponse })
  async create(
    @AsPerson() scope: PersonScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateOrganizationRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationResponse> {
    const organization = await this.organizations.create(scope, caller, body);
    void reply.header('location', locationOf.organization(organization.id));
    setEtag(reply, organization.version);
    return OrganizationResponse.from(organization);
  }
}

@ApiTags('organizations')
@Controller('api/v1/organizations/:organizationId')
export class OrganizationController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get()
  @RequirePermission('org:organization:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getOrganization', summary: 'One organization' })
  @ApiOkResponse({ type: OrganizationResponse })
  async read(
    @InOrganization() scope: OrganizationScope,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationResponse> {
    const organization = await this.organizations.get(scope);
    setEtag(reply, organization.version);
    return OrganizationResponse.from(organization);
  }

  @Patch()
  @RequirePermission('org:organization:manage')
  @ApiOperation({ operationId: 'updateOrganization', summary: 'Change name or slug' })
  @ApiOkResponse({ type: OrganizationResponse })
  async update(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: UpdateOrganizationRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationResponse> {
    const organization = await this.organizations.update(scope, caller, body, expected);
    setEtag(reply, organization.version);
    return OrganizationResponse.from(organization);
  }

  @Delete()
  @HttpCode(204)
  @RequirePermission('org:organization:delete')
  @NotImpersonated()
  @ApiOperation({ operationId: 'deleteOrganization', summary: 'Delete the organization here and at Clerk' })
  @ApiNoContentResponse()
  async delete(@InOrganization() scope: OrganizationScope, @CurrentCaller() caller: Caller): Promise<void> {
    await this.organizations.delete(scope, caller);
  }
}
