import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, InProperty, NotImpersonated, RequirePermission } from '#auth';
import type { PropertyScope } from '#libs/database';
import { ApiPageOf, CursorCodec, IdParam, Idempotent, type Page, pageById, PageQuery } from '#libs/http';
import { InvitationResponse, InviteToPropertyRequest } from './invitation.dto.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('invitations')
@ApiParam({ name: 'organizationId', description: 'Our id or Clerk’s.' })
@ApiParam({ name: 'propertyId', format: 'uuid' })
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/invitations')
export class PropertyInvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('property:members:read')
  @ApiOperation({ summary: 'Open invitations to the property' })
  @ApiPageOf(InvitationResponse)
  async list(
    @InProperty() scope: PropertyScope,
    @Query() query: PageQuery,
  ): Promise<Page<InvitationResponse>> {
    const { organizationId, propertyId } = scope;
    return pageById(this.cursors, `invitations ${organizationId} ${propertyId}`, query, {
      read: (before, limit) => this.invitations.list(scope, { propertyId, before, limit }),
      keyOf: ({ id }) => id,
      present: (row) => InvitationResponse.from(row),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('property:members:manage')
  @NotImpersonated()
  @ApiOperation({ summary: 'Invite somebody straight to the property' })
  @ApiCreatedResponse({ type: InvitationResponse })
  async invite(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @Body() body: InviteToPropertyRequest,
  ): Promise<InvitationResponse> {
    const wanted = { emailAddress: body.email, role: body.role };
    return InvitationResponse.from(await this.invitations.inviteToProperty(scope, caller, wanted));
  }

  @Delete(':invitationId')
  @HttpCode(204)
  @RequirePermission('property:members:manage')
  @ApiParam({ name: 'invitationId', format: 'uuid' })
  @ApiOperation({ summary: 'Take an invitation to the property back' })
  @ApiNoContentResponse()
  async revoke(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('invitationId') invitationId: string,
  ): Promise<void> {
    await this.invitations.revoke(scope, caller, invitationId, scope.propertyId);
  }
}
