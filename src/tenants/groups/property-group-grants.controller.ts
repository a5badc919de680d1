import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InProperty, OpenToServiceAccounts, RequirePermission } from '#auth';
import type { PropertyScope } from '#libs/database';
import { ApiPageOf, CursorCodec, type Page, pageById, PageQuery } from '#libs/http';
import { GroupGrantOnPropertyResponse } from './group-grant.dto.js';
import { GroupGrantsService } from './group-grants.service.js';

@ApiTags('groups')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/group-grants')
export class PropertyGroupGrantsController {
  constructor(
    private readonly grants: GroupGrantsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('property:members:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listPropertyGroupGrants',
    summary: 'Which groups hold which role on the property',
  })
  @ApiPageOf(GroupGrantOnPropertyResponse)
  async list(
    @InProperty() scope: PropertyScope,
    @Query() query: PageQuery,
  ): Promise<Page<GroupGrantOnPropertyResponse>> {
    return pageById(this.cursors, `group grants ${scope.organizationId} ${scope.propertyId}`, query, {
      read: (after, limit) => this.grants.listOnProperty(scope, after, limit),
      keyOf: ({ grant }) => grant.id,
      present: (row) => GroupGrantOnPropertyResponse.of(row),
    });
  }
}
