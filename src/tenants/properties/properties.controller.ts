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
  CurrentPrincipal,
  idOfCaller,
  InOrganization,
  InProperty,
  NotImpersonated,
  OpenToServiceAccounts,
  type Principal,
  RequirePermission,
} from '#auth';
import type { OrganizationScope, PropertyScope } from '#libs/database';
import { ApiPageOf, CursorCodec, Idempotent, IfMatch, type Page, pageById, setEtag } from '#libs/http';
import {
  CreatePropertyRequest,
  PropertiesQuery,
  PropertyResponse,
  UpdatePropertyRequest,
} from './property.dto.js';
import { locationOf } from '../locations.js';
import { PropertiesService } from './properties.service.js';

@ApiTags('properties')
@Controller('api/v1/organizations/:organizationId/properties')
export class PropertiesController {
  constructor(
    private readonly properties: PropertiesService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('org:properties:list')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listProperties', summary: 'The properties that you may open' })
  @ApiPageOf(PropertyResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @CurrentPrincipal() caller: Principal,
    @Query() query: PropertiesQuery,
  ): Promise<Page<PropertyResponse>> {
    const list = `properties ${scope.organizationId} ${idOfCaller(caller)} ${query.status}`;
    const status = query.status === 'all' ? null : query.status;
    return pageById(this.cursors, list, query, {
      read: (before, limit) => this.properties.list(scope, caller, { status, before, limit }),
      keyOf: ({ id }) => id,
      present: (row) => PropertyResponse.from(row),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:properties:manage')
  @ApiOperation({ operationId: 'createProperty', summary: 'Add a property' })
  @ApiCreatedResponse({ type: PropertyResponse })
  async create(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreatePropertyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PropertyResponse> {
    const property = await this.properties.create(scope, caller, body);
    void reply.header('location', locationOf.property(property));
    setEtag(reply, property.version);
    return PropertyResponse.from(property);
  }
}

@ApiTags('properties')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId')
export class PropertyController {
  constructor(private readonly properties: PropertiesService) {}

  @Get()
  @RequirePermission('property:property:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getProperty', summary: 'One property' })
  @ApiOkResponse({ type: PropertyResponse })
  async read(
    @InProperty() scope: PropertyScope,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PropertyResponse> {
    const property = await this.properties.get(scope);
    setEtag(reply, property.version);
    return PropertyResponse.from(property);
  }

  @Patch()
  @RequirePermission('property:property:manage')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'updateProperty', summary: 'Change name, slug or time zone' })
  @ApiOkResponse({ type: PropertyResponse })
  async update(
    @InProperty() scope: PropertyScope,
    @CurrentPrincipal() caller: Principal,
    @Body() body: UpdatePropertyRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PropertyResponse> {
    const property = await this.properties.update(scope, caller, body, expected);
    setEtag(reply, property.version);
    return PropertyResponse.from(property);
  }

  @Delete()
  @HttpCode(204)
  @RequirePermission('org:properties:manage')
  @ApiOperation({ operationId: 'archiveProperty', summary: 'Archive the property; nothing is deleted' })
  @ApiNoContentResponse()
  async archive(@InProperty() scope: PropertyScope, @CurrentCaller() caller: Caller): Promise<void> {
    await this.properties.archive(scope, caller);
  }

  @Post('restore')
  @HttpCode(200)
  @RequirePermission('org:properties:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'restoreProperty', summary: 'Bring an archived property back' })
  @ApiOkResponse({ type: PropertyResponse })
  async restore(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
  ): Promise<PropertyResponse> {
    return PropertyResponse.from(await this.properties.restore(scope, caller));
  }
}
