import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  InProperty,
  NotImpersonated,
  OpenToServiceAccounts,
  type Reference,
  ReferenceParam,
  RequirePermission,
} from '#auth';
import type { PropertyScope } from '#libs/database';
import { ApiPageOf, CursorCodec, type Page, pageByPair, PageQuery, TextParam } from '#libs/http';
import { GiveGrantRequest, GrantResponse } from './grant.dto.js';
import { GrantsService } from './grants.service.js';
import { wantedOf } from './wanted-grant.js';

@ApiTags('grants')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/grants')
export class GrantsController {
  constructor(
    private readonly grants: GrantsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('property:members:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listPropertyGrants', summary: 'Who was given which role on the property' })
  @ApiPageOf(GrantResponse)
  async list(@InProperty() scope: PropertyScope, @Query() query: PageQuery): Promise<Page<GrantResponse>> {
    return pageByPair(this.cursors, `grants ${scope.organizationId} ${scope.propertyId}`, query, {
      read: (after, limit) => this.grants.list(scope, after, limit),
      keyOf: ({ user, grant }) => [user.id, grant.role],
      present: (row) => GrantResponse.from(row),
    });
  }

  @Put(':userId')
  @RequirePermission('property:members:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'givePropertyGrant', summary: 'Give a member a role on the property' })
  @ApiOkResponse({ type: GrantResponse })
  async give(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @Body() body: GiveGrantRequest,
  ): Promise<GrantResponse> {
    return GrantResponse.from(await this.grants.give(scope, caller, person, wantedOf(body)));
  }

  @Delete(':userId/:role')
  @HttpCode(204)
  @RequirePermission('property:members:manage')
  @ApiOperation({
    operationId: 'takePropertyGrant',
    summary: 'Take a role on the property away; at once, on every replica',
  })
  @ApiNoContentResponse()
  async take(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @TextParam('role', { description: 'Key of the role.', example: 'property:staff' }) role: string,
  ): Promise<void> {
    await this.grants.take(scope, caller, person, role);
  }
}
