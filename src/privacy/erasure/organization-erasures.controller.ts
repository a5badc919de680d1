import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
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
import {
  ApiPageOf,
  CursorCodec,
  Heavy,
  Idempotent,
  IdParam,
  type Page,
  pageById,
  PageQuery,
} from '#libs/http';
import {
  ErasurePlanResponse,
  OrganizationErasureBody,
  OrganizationErasureResponse,
} from './organization-erasures.dto.js';
import { OrganizationErasuresService } from './organization-erasures.service.js';

@ApiTags('privacy')
@Controller('api/v1/organizations/:organizationId/data-erasures')
export class OrganizationErasuresController {
  constructor(
    private readonly erasures: OrganizationErasuresService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get('plan')
  @RequirePermission('org:data:erase')
  @ApiOperation({
    operationId: 'planOrganizationErasure',
    summary: 'What an erasure would do, counted table by table; changes nothing',
  })
  @ApiOkResponse({ type: ErasurePlanResponse })
  @Heavy()
  async plan(@InOrganization() scope: OrganizationScope) {
    return ErasurePlanResponse.from(await this.erasures.plan(scope));
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:data:erase')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createOrganizationErasure',
    summary: 'Ask for the erasure of the organization; a second person has to approve',
    description: 'Its people stay people: whoever wants their own data erased asks for that.',
  })
  @ApiCreatedResponse({ type: OrganizationErasureResponse })
  async request(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: OrganizationErasureBody,
  ) {
    return OrganizationErasureResponse.from(await this.erasures.request(scope, caller, body));
  }

  @Get()
  @RequirePermission('org:data:erase')
  @ApiOperation({
    operationId: 'listOrganizationErasures',
    summary: 'Erasures of the organization that were asked for, newest first',
  })
  @ApiPageOf(OrganizationErasureResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<OrganizationErasureResponse>> {
    return pageById(this.cursors, 'organization erasures', query, {
      read: (before, limit) => this.erasures.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (row) => OrganizationErasureResponse.from(row),
    });
  }

  @Get(':erasureId')
  @RequirePermission('org:data:erase')
  @ApiOperation({ operationId: 'getOrganizationErasure', summary: 'How far an erasure is, step by step' })
  @ApiOkResponse({ type: OrganizationErasureResponse })
  async read(@InOrganization() scope: OrganizationScope, @IdParam('erasureId') id: string) {
    return OrganizationErasureResponse.from(await this.erasures.get(scope, id));
  }

  @Post(':erasureId/approve')
  @HttpCode(200)
  @RequirePermission('org:data:erase')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'approveOrganizationErasure',
    summary: 'Approve as a second person: another owner, or the platform’s privacy staff',
  })
  @ApiOkResponse({ type: OrganizationErasureResponse })
  async approve(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('erasureId') id: string,
  ) {
    return OrganizationErasureResponse.from(await this.erasures.approve(scope, caller, id));
  }

  @Post(':erasureId/cancel')
  @HttpCode(200)
  @RequirePermission('org:data:erase')
  @NotImpersonated()
  @ApiOperation({ operationId: 'cancelOrganizationErasure', summary: 'Take it back while it has not begun' })
  @ApiOkResponse({ type: OrganizationErasureResponse })
  async cancel(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('erasureId') id: string,
  ) {
    return OrganizationErasureResponse.from(await this.erasures.cancel(scope, caller, id));
  }
}
