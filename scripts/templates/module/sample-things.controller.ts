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
  InProperty,
  OpenToServiceAccounts,
  type Principal,
  RequirePermission,
} from '#auth';
import type { PropertyScope } from '#libs/database';
import {
  ApiPageOf,
  CursorCodec,
  IdParam,
  Idempotent,
  IfMatch,
  type Page,
  pageById,
  PageQuery,
  setEtag,
} from '#libs/http';
import { CreateSampleThingRequest, SampleThingResponse, UpdateSampleThingRequest } from './sample-thing.dto.js';
import { locationOfSampleThing, SampleThingsService } from './sample-things.service.js';

@ApiTags('sample things')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/sample-things')
export class SampleThingsController {
  constructor(
    private readonly sampleThings: SampleThingsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('property:sample_things:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listSampleThings', summary: 'Sample things of the property, the newest first' })
  @ApiPageOf(SampleThingResponse)
  async list(
    @InProperty() scope: PropertyScope,
    @Query() query: PageQuery,
  ): Promise<Page<SampleThingResponse>> {
    return pageById(this.cursors, `sample things ${scope.propertyId}`, query, {
      read: (before, limit) => this.sampleThings.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (sampleThing) => SampleThingResponse.from(sampleThing),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('property:sample_things:manage')
  @ApiOperation({ operationId: 'createSampleThing', summary: 'Add a sample thing' })
  @ApiCreatedResponse({ type: SampleThingResponse })
  async create(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateSampleThingRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SampleThingResponse> {
    const sampleThing = await this.sampleThings.create(scope, caller, body);
    void reply.header('location', locationOfSampleThing(sampleThing));
    setEtag(reply, sampleThing.version);
    return SampleThingResponse.from(sampleThing);
  }

  @Get(':sampleThingId')
  @RequirePermission('property:sample_things:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getSampleThing', summary: 'One sample thing' })
  @ApiOkResponse({ type: SampleThingResponse })
  async read(
    @InProperty() scope: PropertyScope,
    @IdParam('sampleThingId') sampleThingId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SampleThingResponse> {
    const sampleThing = await this.sampleThings.get(scope, sampleThingId);
    setEtag(reply, sampleThing.version);
    return SampleThingResponse.from(sampleThing);
  }

  @Patch(':sampleThingId')
  @RequirePermission('property:sample_things:manage')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'updateSampleThing', summary: 'Change a sample thing' })
  @ApiOkResponse({ type: SampleThingResponse })
  async update(
    @InProperty() scope: PropertyScope,
    @CurrentPrincipal() caller: Principal,
    @IdParam('sampleThingId') sampleThingId: string,
    @Body() body: UpdateSampleThingRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SampleThingResponse> {
    const sampleThing = await this.sampleThings.update(scope, caller, sampleThingId, body, expected);
    setEtag(reply, sampleThing.version);
    return SampleThingResponse.from(sampleThing);
  }

  @Delete(':sampleThingId')
  @HttpCode(204)
  @RequirePermission('property:sample_things:manage')
  @ApiOperation({ operationId: 'deleteSampleThing', summary: 'Remove a sample thing' })
  @ApiNoContentResponse()
  async delete(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('sampleThingId') sampleThingId: string,
  ): Promise<void> {
    await this.sampleThings.delete(scope, caller, sampleThingId);
  }
}
