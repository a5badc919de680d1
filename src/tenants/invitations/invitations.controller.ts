import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  InOrganization,
  NotImpersonated,
  OpenToServiceAccounts,
  RequirePermission,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, CursorCodec, Heavy, IdParam, Idempotent, type Page } from '#libs/http';
import {
  BulkInviteRequest,
  BulkInviteResponse,
  InvitationResponse,
  InviteToOrganizationRequest,
} from './invitation.dto.js';
import { InvitationsQuery, pageOfInvitations } from './invitations.query.js';
import { InvitationsService } from './invitations.service.js';

const ADOPTING =
  'Let an invitation stand on your own right instead of its inviter’s, so that it stays when theirs goes; ' +
  'one that is void since they lost it is sent anew';

@ApiTags('invitations')
@Controller('api/v1/organizations/:organizationId/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('org:invitations:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listInvitations',
    summary: 'Invitations to the organization and its properties, the open ones unless told',
  })
  @ApiPageOf(InvitationResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: InvitationsQuery,
  ): Promise<Page<InvitationResponse>> {
    return pageOfInvitations(this.cursors, scope.organizationId, query, (wanted) =>
      this.invitations.list(scope, { propertyId: null, ...wanted }),
    );
  }

  @Get(':invitationId')
  @RequirePermission('org:invitations:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getInvitation', summary: 'One invitation, whatever became of it' })
  @ApiOkResponse({ type: InvitationResponse })
  async get(
    @InOrganization() scope: OrganizationScope,
    @IdParam('invitationId') invitationId: string,
  ): Promise<InvitationResponse> {
    return InvitationResponse.from(await this.invitations.get(scope, invitationId, null));
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'createInvitation', summary: 'Invite somebody to the organization' })
  @ApiCreatedResponse({ type: InvitationResponse })
  async invite(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: InviteToOrganizationRequest,
  ): Promise<InvitationResponse> {
    const wanted = { emailAddress: body.email, role: body.role };
    return InvitationResponse.from(await this.invitations.inviteToOrganization(scope, caller, wanted));
  }

  @Post('bulk')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createInvitations',
    summary: 'Invite up to 100 people; each line is answered for itself',
  })
  @ApiOkResponse({ type: BulkInviteResponse })
  @Heavy()
  async inviteMany(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: BulkInviteRequest,
  ): Promise<BulkInviteResponse> {
    const lines = body.invitations.map(({ email, role }) => ({ emailAddress: email, role }));
    return BulkInviteResponse.from(await this.invitations.inviteMany(scope, caller, lines));
  }

  @Post(':invitationId/adopt')
  @HttpCode(200)
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'adoptInvitation', summary: ADOPTING })
  @ApiOkResponse({ type: InvitationResponse })
  async adopt(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('invitationId') invitationId: string,
  ): Promise<InvitationResponse> {
    return InvitationResponse.from(await this.invitations.adopt(scope, caller, invitationId, null));
  }

  @Delete(':invitationId')
  @HttpCode(204)
  @RequirePermission('org:members:manage')
  @ApiOperation({
    operationId: 'revokeInvitation',
    summary: 'Take an invitation back; it gives nothing from now on',
  })
  @ApiNoContentResponse()
  async revoke(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('invitationId') invitationId: string,
  ): Promise<void> {
    await this.invitations.revoke(scope, caller, invitationId, null);
  }
}
