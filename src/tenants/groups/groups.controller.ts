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
  type Caller,
  CurrentCaller,
  found,
  InOrganization,
  NotImpersonated,
  OpenToServiceAccounts,
  parseReference,
  RequirePermission,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import {
  ApiPageOf,
  CursorCodec,
  Idempotent,
  IdParam,
  IfMatch,
  type Page,
  pageById,
  setEtag,
} from '#libs/http';
import { locationOf } from '../locations.js';
import {
  ChangeGroupRequest,
  CreateGroupRequest,
  GroupResponse,
  GroupsQuery,
  WholeGroupResponse,
} from './group.dto.js';
import { GroupsService } from './groups.service.js';

@ApiTags('groups')
@Controller('api/v1/organizations/:organizationId/groups')
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('org:groups:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listGroups', summary: 'Groups of the organization, or those of one member' })
  @ApiPageOf(GroupResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() { memberId, ...query }: GroupsQuery,
  ): Promise<Page<GroupResponse>> {
    const person = memberId === undefined ? null : found(parseReference(memberId, 'user'));
    return pageById(this.cursors, `groups ${scope.organizationId} ${memberId ?? ''}`, query, {
      read: (before, limit) => this.groups.list(scope, person, before, limit),
      keyOf: ({ id }) => id,
      present: (group) => GroupResponse.from(group),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:groups:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'createGroup', summary: 'Make a group; it holds nothing yet' })
  @ApiCreatedResponse({ type: GroupResponse })
  async create(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateGroupRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GroupResponse> {
    const group = await this.groups.create(scope, caller, body);
    void reply.header('location', locationOf.group(group));
    setEtag(reply, group.version);
    return GroupResponse.from(group);
  }

  @Get(':groupId')
  @RequirePermission('org:groups:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getGroup', summary: 'One group, what it holds, and what lies in it' })
  @ApiOkResponse({ type: WholeGroupResponse })
  async read(
    @InOrganization() scope: OrganizationScope,
    @IdParam('groupId') groupId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WholeGroupResponse> {
    const whole = await this.groups.get(scope, groupId);
    setEtag(reply, whole.group.version);
    return WholeGroupResponse.of(whole);
  }

  @Patch(':groupId')
  @RequirePermission('org:groups:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'updateGroup',
    summary: 'Change the name of a group, or which role of memberships puts people into it',
  })
  @ApiOkResponse({ type: GroupResponse })
  async change(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
    @Body() body: ChangeGroupRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GroupResponse> {
    const group = await this.groups.change(scope, caller, groupId, body, expected);
    setEtag(reply, group.version);
    return GroupResponse.from(group);
  }

  @Delete(':groupId')
  @HttpCode(204)
  @RequirePermission('org:groups:manage')
  @ApiOperation({
    operationId: 'deleteGroup',
    summary: 'Delete a group; its people hold nothing by it from the next request on',
  })
  @ApiNoContentResponse()
  async delete(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('groupId') groupId: string,
  ): Promise<void> {
    await this.groups.delete(scope, caller, groupId);
  }
}
