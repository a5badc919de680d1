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
  InOrganization,
  NotImpersonated,
  RequirePermission,
  StepUp,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, Idempotent, IdParam, IfMatch, type Page, PageQuery } from '#libs/http';
import { EndpointRoutes } from './endpoint-routes.js';
import {
  ChangeEventEndpointRequest,
  CreateEventEndpointRequest,
  EventDeliveriesQuery,
  EventDeliveryResponse,
  EventEndpointResponse,
  NewEventEndpointResponse,
  ReplayEventsRequest,
  ReplayEventsResponse,
  RotateEndpointSecretRequest,
} from './event-endpoint.dto.js';
import { EventEndpointsService } from './event-endpoints.service.js';

@ApiTags('events')
@Controller('api/v1/organizations/:organizationId/event-endpoints')
export class OrganizationEventEndpointsController {
  constructor(
    private readonly routes: EndpointRoutes,
    private readonly endpoints: EventEndpointsService,
  ) {}

  @Get()
  @RequirePermission('org:events:read')
  @ApiOperation({
    operationId: 'listOrganizationEventEndpoints',
    summary: 'Where events of the organization are delivered to',
  })
  @ApiPageOf(EventEndpointResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<EventEndpointResponse>> {
    return this.routes.list(scope, query);
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:events:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createOrganizationEventEndpoint',
    summary: 'Have events of the organization delivered to an address, from now on',
  })
  @ApiCreatedResponse({ type: NewEventEndpointResponse })
  async create(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateEventEndpointRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewEventEndpointResponse> {
    return this.routes.create(scope, caller, body, reply);
  }

  @Get(':endpointId')
  @RequirePermission('org:events:read')
  @ApiOperation({
    operationId: 'getOrganizationEventEndpoint',
    summary: 'One endpoint, and whether it takes what is sent',
  })
  @ApiOkResponse({ type: EventEndpointResponse })
  async read(
    @InOrganization() scope: OrganizationScope,
    @IdParam('endpointId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventEndpointResponse> {
    return this.routes.read(scope, id, reply);
  }

  @Patch(':endpointId')
  @RequirePermission('org:events:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'updateOrganizationEventEndpoint',
    summary: 'Change the address of an endpoint, what it is told of, or whether it is sent to',
  })
  @ApiOkResponse({ type: EventEndpointResponse })
  async change(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('endpointId') id: string,
    @Body() body: ChangeEventEndpointRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventEndpointResponse> {
    return this.routes.change(scope, caller, id, body, { expected, reply });
  }

  @Delete(':endpointId')
  @HttpCode(204)
  @RequirePermission('org:events:manage')
  @ApiOperation({
    operationId: 'deleteOrganizationEventEndpoint',
    summary: 'Delete an endpoint; what still waits for it is not sent',
  })
  @ApiNoContentResponse()
  async delete(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('endpointId') id: string,
  ): Promise<void> {
    await this.endpoints.delete(scope, caller, id);
  }

  @Post(':endpointId/secret')
  @HttpCode(200)
  @RequirePermission('org:events:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'rotateOrganizationEventEndpointSecret',
    summary: 'Give the endpoint a new secret; for a while deliveries are signed by both',
  })
  @ApiOkResponse({ type: NewEventEndpointResponse })
  async rotateSecret(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('endpointId') id: string,
    @Body() { overlapSeconds }: RotateEndpointSecretRequest,
  ): Promise<NewEventEndpointResponse> {
    return this.routes.rotateSecret(scope, caller, id, overlapSeconds);
  }

  @Post(':endpointId/test')
  @HttpCode(204)
  @RequirePermission('org:events:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'testOrganizationEventEndpoint',
    summary: 'Send one event_endpoint.tested now, and say what came of it',
  })
  @ApiNoContentResponse()
  async test(@InOrganization() scope: OrganizationScope, @IdParam('endpointId') id: string): Promise<void> {
    await this.endpoints.test(scope, id);
  }

  @Get(':endpointId/deliveries')
  @RequirePermission('org:events:read')
  @ApiOperation({
    operationId: 'listOrganizationEventDeliveries',
    summary: 'What was sent, what waits and what was given up, newest first',
  })
  @ApiPageOf(EventDeliveryResponse)
  async listDeliveries(
    @InOrganization() scope: OrganizationScope,
    @IdParam('endpointId') id: string,
    @Query() query: EventDeliveriesQuery,
  ): Promise<Page<EventDeliveryResponse>> {
    return this.routes.listDeliveries(scope, id, query);
  }

  @Post(':endpointId/replay')
  @HttpCode(200)
  @RequirePermission('org:events:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'replayOrganizationEvents',
    summary: 'Send again what was given up, or everything since a moment',
  })
  @ApiOkResponse({ type: ReplayEventsResponse })
  async replay(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('endpointId') id: string,
    @Body() body: ReplayEventsRequest,
  ): Promise<ReplayEventsResponse> {
    return this.routes.replay(scope, caller, id, body);
  }
}
