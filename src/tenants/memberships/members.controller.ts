import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  authErrors,
  type Caller,
  CurrentCaller,
  found,
  InOrganization,
  NotImpersonated,
  OpenToServiceAccounts,
  parseReference,
  type Reference,
  ReferenceParam,
  RequirePermission,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { decide, organizationScope } from '#libs/authz';
import { ApiPageOf, CursorCodec, Idempotent, type Page, pageById, PageQuery } from '#libs/http';
import { Clock } from '#libs/time';
import { AddMemberRequest, ChangeMemberRequest, MemberResponse } from './member.dto.js';
import { MembershipsService } from './memberships.service.js';

@ApiTags('members')
@Controller('api/v1/organizations/:organizationId/members')
export class MembersController {
  constructor(
    private readonly memberships: MembershipsService,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('org:members:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listMembers', summary: 'Who belongs to the organization' })
  @ApiPageOf(MemberResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<MemberResponse>> {
    return pageById(this.cursors, `members ${scope.organizationId}`, query, {
      read: (after, limit) => this.memberships.list(scope, after, limit),
      keyOf: ({ user }) => user.id,
      present: (row) => MemberResponse.from(row),
    });
  }

  @Post()
  @Idempotent({ idAs: 'userId' })
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'addMember',
    summary: 'Add somebody whom you know from another organization; others are invited',
    description:
      'You know who is a member where you may read the members. For everybody else the answer is 404 `person_unknown`, whether they exist or not.',
  })
  @ApiCreatedResponse({ type: MemberResponse })
  async add(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: AddMemberRequest,
  ): Promise<MemberResponse> {
    const person = found(parseReference(body.userId, 'user'));
    return MemberResponse.from(await this.memberships.add(scope, caller, person, body.role));
  }

  @Patch(':userId')
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'updateMember', summary: "Change a member's role" })
  @ApiOkResponse({ type: MemberResponse })
  async change(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @Body() body: ChangeMemberRequest,
  ): Promise<MemberResponse> {
    return MemberResponse.from(await this.memberships.changeRole(scope, caller, person, body.role));
  }

  @Delete(':userId')
  @HttpCode(204)
  @RequirePermission('org:organization:read')
  @ApiOperation({
    operationId: 'removeMember',
    summary: 'Remove a member with all grants (org:members:manage), or leave',
  })
  @ApiNoContentResponse()
  async remove(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
  ): Promise<void> {
    const isSelf = person.kind === 'id' ? person.id === caller.userId : person.clerkId === caller.clerkUserId;
    const place = organizationScope(scope.organizationId);
    if (!isSelf && !decide(caller.subject, 'org:members:manage', place, this.clock.now())) {
      throw authErrors.permissionMissing('org:members:manage');
    }
    await this.memberships.remove(scope, caller, person);
  }
}
