import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller, InOrganization, NotImpersonated, RequirePermission } from '#auth';
import type { OrganizationScope } from '#libs/database';
import {
  ApiPageOf,
  AppError,
  CursorCodec,
  Heavy,
  Idempotent,
  IdParam,
  type Page,
  pageById,
  PageQuery,
} from '#libs/http';
import {
  BulkInviteRequest,
  BulkInviteResponse,
  InvitationResponse,
  InviteToOrganizationRequest,
} from './invitation.dto.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('invitations')
@ApiParam({ name: 'organizationId', description: 'Our id or Clerk’s.' })
@Controller('api/v1/organizations/:organizationId/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('org:invitations:read')
  @ApiOperation({ summary: 'Open invitations to the organization and its properties' })
  @ApiPageOf(InvitationResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<InvitationResponse>> {
    return pageById(this.cursors, `invitations ${scope.organizationId}`, query, {
      read: (before, limit) => this.invitations.list(scope, { propertyId: null, before, limit }),
      keyOf: ({ id }) => id,
      present: (row) => InvitationResponse.from(row),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({ summary: 'Invite somebody to the organization' })
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
  @Idempotent({ makesOne: false })
  @HttpCode(200)
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @ApiOperation({ summary: 'Invite up to 100 people; each line is answered for itself' })
  @ApiOkResponse({ type: BulkInviteResponse })
  @Heavy()
  async inviteMany(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: BulkInviteRequest,
  ): Promise<BulkInviteResponse> {
    const results: BulkInviteResponse['results'] = [];
    for (const { email, role } of body.invitations) {
      try {
        const wanted = { emailAddress: email, role };
        const invitation = await this.invitations.inviteToOrganization(scope, caller, wanted);
        results.push({ email, invitation: InvitationResponse.from(invitation), problem: null });
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        results.push({
          email,
          invitation: null,
          problem: { code: error.code, detail: error.detail ?? error.code },
        });
      }
    }
    return { results };
  }

  @Delete(':invitationId')
  @HttpCode(204)
  @RequirePermission('org:members:manage')
  @ApiParam({ name: 'invitationId', format: 'uuid' })
  @ApiOperation({ summary: 'Take an invitation back; it gives nothing from now on' })
  @ApiNoContentResponse()
  async revoke(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('invitationId') invitationId: string,
  ): Promise<void> {
    await this.invitations.revoke(scope, caller, invitationId, null);
  }
}
