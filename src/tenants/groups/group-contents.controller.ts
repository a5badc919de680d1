import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
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
import { ApiPageOf, CursorCodec, IdParam, type Page, pageById, PageQuery } from '#libs/http';
import { GiveRoleWithinRequest } from '../grants/grant.dto.js';
import { wantedOf } from '../grants/wanted-grant.js';
import { GroupGrantResponse } from './group-grant.dto.js';
import { GroupGrantsService } from './group-grants.service.js';
import { GroupMemberResponse } from './group-member.dto.js';
import { GroupMembersService } from './group-members.service.js';
import { GroupNestingsService } from './group-nestings.service.js';

/** Who is in a group, which groups lie in it, and what it holds. */
@ApiTags('groups')
@Controller('api/v1/organizations/:organizationId/groups/:groupId')
export class GroupContentsController {
  constructor(
    private readonly members: GroupMembersService,
    private readonly nestings: GroupNestingsService,
    private readonly grants: GroupGrantsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get('members')
  @RequirePermission('org:groups:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listGroupMembers', summary: 'Everybody who is in the group, and by what' })
  @ApiPageOf(GroupMemberResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @IdParam('groupId') groupId: string,
    @Query() query: PageQuery,
  ): Promise<Page<GroupMemberResponse>> {
    return pageById(this.cursors, `group members ${scope.organizationId} ${groupId}`, query, {
      read: (after, limit) => this.members.list(scope, groupId, after, limit),
      keyOf: ({ userId }) => userId,
      present: (person) => GroupMemberResponse.from(person),
    });
  }

  @Put('members/:userId')
  @RequirePermission('org:groups:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'addGroupMember',
    summary: 'Add a member of the organization; they hold at once what the group holds',
    description: 'Nobody adds to a group that holds more than they hold themselves.',
  })
  @ApiOkResponse({ type: GroupMemberResponse })
  async add(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
    @ReferenceParam('userId', 'user') person: Reference,
  ): Promise<GroupMemberResponse> {
    return GroupMemberResponse.from(await this.members.add(scope, caller, groupId, person));
  }

  @Delete('members/:userId')
  @HttpCode(204)
  @RequirePermission('org:groups:manage')
  @ApiOperation({
    operationId: 'removeGroupMember',
    summary: 'Take somebody out of the group; at once, on every replica',
  })
  @ApiNoContentResponse()
  async remove(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
    @ReferenceParam('userId', 'user') person: Reference,
  ): Promise<void> {
    await this.members.remove(scope, caller, groupId, person);
  }

  @Put('groups/:memberGroupId')
  @HttpCode(204)
  @RequirePermission('org:groups:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'nestGroup',
    summary: 'Put another group into this one; its people hold at once what this one holds',
  })
  @ApiNoContentResponse()
  async nest(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
    @IdParam('memberGroupId') memberGroupId: string,
  ): Promise<void> {
    await this.nestings.put(scope, caller, groupId, memberGroupId);
  }

  @Delete('groups/:memberGroupId')
  @HttpCode(204)
  @RequirePermission('org:groups:manage')
  @ApiOperation({ operationId: 'unnestGroup', summary: 'Take another group out of this one' })
  @ApiNoContentResponse()
  async unnest(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
    @IdParam('memberGroupId') memberGroupId: string,
  ): Promise<void> {
    await this.nestings.take(scope, caller, groupId, memberGroupId);
  }

  @Put('grants')
  @RequirePermission('org:groups:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'giveGroupRole',
    summary: 'Give the group a role that you hold yourself; everybody in it holds it at once',
  })
  @ApiOkResponse({ type: GroupGrantResponse })
  async give(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
    @Body() body: GiveRoleWithinRequest,
  ): Promise<GroupGrantResponse> {
    const wanted = { ...wantedOf(body), propertyId: body.propertyId };
    return GroupGrantResponse.from(await this.grants.give(scope, caller, groupId, wanted));
  }

  @Delete('grants/:grantId')
  @HttpCode(204)
  @RequirePermission('org:groups:manage')
  @ApiOperation({
    operationId: 'takeGroupRole',
    summary: 'Take a role from the group; at once, on every replica',
  })
  @ApiNoContentResponse()
  async take(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
    @IdParam('grantId') grantId: string,
  ): Promise<void> {
    await this.grants.take(scope, caller, groupId, grantId);
  }
}
