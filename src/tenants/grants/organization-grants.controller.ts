import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  InOrganization,
  NotImpersonated,
  OpenToServiceAccounts,
  type Reference,
  ReferenceParam,
  RequirePermission,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, CursorCodec, Heavy, type Page, pageByPair, PageQuery, TextParam } from '#libs/http';
import { BulkGrantRequest, BulkGrantResponse } from './bulk-grant.dto.js';
import { BulkGrantsService } from './bulk-grants.service.js';
import { GiveOrganizationGrantRequest, GrantResponse } from './grant.dto.js';
import { OrganizationGrantsService } from './organization-grants.service.js';
import { wantedOf } from './wanted-grant.js';

@ApiTags('grants')
@Controller('api/v1/organizations/:organizationId/grants')
export class OrganizationGrantsController {
  constructor(
    private readonly grants: OrganizationGrantsService,
    private readonly bulkGrants: BulkGrantsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('org:members:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listOrganizationGrants',
    summary: 'Who holds which of your own roles on the whole organization',
  })
  @ApiPageOf(GrantResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<GrantResponse>> {
    return pageByPair(this.cursors, `organization grants ${scope.organizationId}`, query, {
      read: (after, limit) => this.grants.list(scope, after, limit),
      keyOf: ({ user, grant }) => [user.id, grant.role],
      present: (row) => GrantResponse.from(row),
    });
  }

  @Post('bulk')
  @HttpCode(200)
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'giveGrants',
    summary: 'Give a role to several people on several properties, or on all; told for each pair',
  })
  @ApiOkResponse({ type: BulkGrantResponse })
  @Heavy()
  async giveMany(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: BulkGrantRequest,
  ): Promise<BulkGrantResponse> {
    const { userIds, propertyIds } = body;
    return { data: await this.bulkGrants.give(scope, caller, wantedOf(body), userIds, propertyIds) };
  }

  @Put(':userId')
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'giveOrganizationGrant',
    summary: 'Give a member one of your own roles on the whole organization',
  })
  @ApiOkResponse({ type: GrantResponse })
  async give(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @Body() body: GiveOrganizationGrantRequest,
  ): Promise<GrantResponse> {
    return GrantResponse.from(await this.grants.give(scope, caller, person, wantedOf(body)));
  }

  @Delete(':userId/:role')
  @HttpCode(204)
  @RequirePermission('org:members:manage')
  @ApiOperation({
    operationId: 'takeOrganizationGrant',
    summary: 'Take one of your own roles on the organization away; at once, on every replica',
  })
  @ApiNoContentResponse()
  async take(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @TextParam('role', { description: 'Key of the role.', example: 'org:auditor' }) role: string,
  ): Promise<void> {
    await this.grants.take(scope, caller, person, role);
  }
}
