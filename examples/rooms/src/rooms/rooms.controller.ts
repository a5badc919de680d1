import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Query, Res } from '@nestjs/common';
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
  setEtag,
} from '#libs/http';
import {
  CompleteCleaningRequest,
  CreateRoomRequest,
  RequestCleaningRequest,
  RoomResponse,
  RoomsQuery,
  UpdateRoomRequest,
} from './room.dto.js';
import { locationOfRoom, RoomsService } from './rooms.service.js';

@ApiTags('rooms')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/rooms')
export class RoomsController {
  constructor(
    private readonly rooms: RoomsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('property:rooms:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listRooms', summary: 'Rooms of the property, the newest first' })
  @ApiPageOf(RoomResponse)
  async list(@InProperty() scope: PropertyScope, @Query() query: RoomsQuery): Promise<Page<RoomResponse>> {
    const { state = null } = query;
    return pageById(this.cursors, `rooms ${scope.propertyId} ${state ?? 'all'}`, query, {
      read: (before, limit) => this.rooms.list(scope, state, before, limit),
      keyOf: ({ id }) => id,
      present: (room) => RoomResponse.from(room),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('property:rooms:manage')
  @ApiOperation({ operationId: 'createRoom', summary: 'Add a room' })
  @ApiCreatedResponse({ type: RoomResponse })
  async create(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateRoomRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoomResponse> {
    const room = await this.rooms.create(scope, caller, body);
    void reply.header('location', locationOfRoom(room));
    setEtag(reply, room.version);
    return RoomResponse.from(room);
  }

  @Get(':roomId')
  @RequirePermission('property:rooms:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getRoom', summary: 'One room' })
  @ApiOkResponse({ type: RoomResponse })
  async read(
    @InProperty() scope: PropertyScope,
    @IdParam('roomId') roomId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoomResponse> {
    const room = await this.rooms.get(scope, roomId);
    setEtag(reply, room.version);
    return RoomResponse.from(room);
  }

  @Patch(':roomId')
  @RequirePermission('property:rooms:manage')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'updateRoom', summary: 'Change a room' })
  @ApiOkResponse({ type: RoomResponse })
  async update(
    @InProperty() scope: PropertyScope,
    @CurrentPrincipal() caller: Principal,
    @IdParam('roomId') roomId: string,
    @Body() body: UpdateRoomRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoomResponse> {
    const room = await this.rooms.update(scope, caller, roomId, body, expected);
    setEtag(reply, room.version);
    return RoomResponse.from(room);
  }

  @Put(':roomId/cleaning-ticket')
  @RequirePermission('property:rooms:manage')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'requestCleaning',
    summary: 'Ask for the room to be cleaned, or change when it is due',
  })
  @ApiOkResponse({ type: RoomResponse })
  async requestCleaning(
    @InProperty() scope: PropertyScope,
    @CurrentPrincipal() caller: Principal,
    @IdParam('roomId') roomId: string,
    @Body() { dueAt }: RequestCleaningRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoomResponse> {
    const room = await this.rooms.requestCleaning(scope, caller, roomId, dueAt, expected);
    setEtag(reply, room.version);
    return RoomResponse.from(room);
  }

  @Patch(':roomId/cleaning-ticket')
  @RequirePermission('property:cleaning:complete')
  @ApiOperation({
    operationId: 'completeCleaning',
    summary: 'Say that the open cleaning ticket is done: the room is clean',
  })
  @ApiOkResponse({ type: RoomResponse })
  async completeCleaning(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('roomId') roomId: string,
    @Body() _: CompleteCleaningRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoomResponse> {
    const room = await this.rooms.completeCleaning(scope, caller, roomId, expected);
    setEtag(reply, room.version);
    return RoomResponse.from(room);
  }

  @Delete(':roomId')
  @HttpCode(204)
  @RequirePermission('property:rooms:manage')
  @ApiOperation({ operationId: 'deleteRoom', summary: 'Remove a room' })
  @ApiNoContentResponse()
  async delete(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @IdParam('roomId') roomId: string,
  ): Promise<void> {
    await this.rooms.delete(scope, caller, roomId);
  }
}
