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
  InProperty,
  NotImpersonated,
  OpenToServiceAccounts,
  RequirePermission,
} from '#auth';
import type { PropertyScope } from '#libs/database';
import { ApiPageOf, CursorCodec, IdParam, Idempotent, type Page } from '#libs/http';
import { InvitationResponse, InviteToPropertyRequest } from './invitation.dto.js';
import { InvitationsQuery, pageOfInvitations } from './invitations.query.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('invitations')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/invitations')
export class PropertyInvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('property:members:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listPropertyInvitations',
    summary: 'Invitations to the property, the open ones unless told',
  })
  @ApiPageOf(InvitationResponse)
  async list(
    @InProperty() scope: PropertyScope,
    @Query() query: InvitationsQuery,
  ): Promise<Page<InvitationResponse>> {
    const { organizationId, propertyId } = scope;
    return pageOfInvitations(this.cursors, `${organizationId} ${propertyId}`, query, (wanted) =>
      this.invitations.list(scope, { propertyId, ...wanted }),
    );
  }

  @Get(':invitationId')
  @RequirePermission('property:members:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'getPropertyInvitation',
    summary: 'One invitation to the property, whatever became of it',
  })
  @ApiOkResponse({ type: InvitationResponse })
  async get(
    @InProperty() scope: PropertyScope,
    @IdParam('invitationId') invitationId: string,
  ): Promise<InvitationResponse> {
    return InvitationResponse.from(await this.invitations.get(scope, invitationId, scope.propertyId));
  }

  @Post()
  @Idempotent()
  @RequirePermission('property:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createPropertyInvitation',
    summary: 'Invite somebody straight to the property',
  })
  @ApiCreatedResponse({ type: InvitationResponse })
  async invite(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @Body() body: InviteToPropertyRequest,
  ): Promise<InvitationResponse> {
    const wanted = { emailAddress: body.email, role: body.role };
    return InvitationResponse.from(await this.invitations.inviteToProperty(scope, caller, wanted));
  }

  @Post(':invitationId/adopt')
  @HttpCode(200)
  @RequirePermission('property:members:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'adoptPropertyInvitation',
    summary: 'Let an invitation to the property stand on your own right',
  })
  @ApiOkResponse({ type: InvitationResponse })
  async adopt(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('invitationId') invitationId: string,
  ): Promise<InvitationResponse> {
    return InvitationResponse.from(
      await this.invitations.adopt(scope, caller, invitationId, scope.propertyId),
    );
  }

  @Delete(':invitationId')
  @HttpCode(204)
  @RequirePermission('property:members:manage')
  @ApiOperation({
    operationId: 'revokePropertyInvitation',
    summary: 'Take an invitation to the property back',
  })
  @ApiNoContentResponse()
  async revoke(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('invitationId') invitationId: string,
  ): Promise<void> {
    await this.invitations.revoke(scope, caller, invitationId, scope.propertyId);
  }
}
