import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  InOrganization,
  NotImpersonated,
  RequirePermission,
  StepUp,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, CursorCodec, IdParam, Idempotent, type Page, pageById, PageQuery } from '#libs/http';
import { OrganizationHoldBody, OrganizationHoldResponse } from './holds.dto.js';
import { OrganizationHoldsService } from './organization-holds.service.js';

@ApiTags('privacy')
@Controller('api/v1/organizations/:organizationId/data-holds')
export class OrganizationHoldsController {
  constructor(
    private readonly holds: OrganizationHoldsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('org:data:hold')
  @ApiOperation({
    operationId: 'listOrganizationHolds',
    summary: 'Legal holds on the organization that stand, newest first; for privacy staff',
  })
  @ApiPageOf(OrganizationHoldResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<OrganizationHoldResponse>> {
    return pageById(this.cursors, 'organization holds', query, {
      read: (before, limit) => this.holds.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (row) => OrganizationHoldResponse.from(row),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:data:hold')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createOrganizationHold',
    summary: 'Hold the organization’s data: its erasure waits, and tells the article',
  })
  @ApiCreatedResponse({ type: OrganizationHoldResponse })
  async place(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: OrganizationHoldBody,
  ) {
    return OrganizationHoldResponse.from(await this.holds.place(scope, caller, body.article));
  }

  @Delete(':holdId')
  @HttpCode(200)
  @RequirePermission('org:data:hold')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ operationId: 'releaseOrganizationHold', summary: 'Release a hold' })
  @ApiOkResponse({ type: OrganizationHoldResponse })
  async release(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('holdId') id: string,
  ) {
    return OrganizationHoldResponse.from(await this.holds.release(scope, caller, id));
  }
}
