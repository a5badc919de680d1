import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  actorOf,
  type Caller,
  CurrentCaller,
  NotImpersonated,
  OnPlatform,
  OpenToServiceAccounts,
  RequirePermission,
} from '#auth';
import type { PlatformScope } from '#libs/database';
import {
  ApiPageOf,
  CursorCodec,
  Heavy,
  IdParam,
  type Page,
  pageById,
  pageByPair,
  TextParam,
} from '#libs/http';
import { DeadLettersService } from './dead-letters.service.js';
import {
  ReplayRequest,
  ReplayResponse,
  SyncAlarmResponse,
  SyncAlarmsQuery,
  SyncEventDetailResponse,
  SyncEventResponse,
  SyncEventsQuery,
} from './sync-event.dto.js';

@ApiTags('sync')
@Controller('api/v1/sync')
export class SyncEventsController {
  constructor(
    private readonly deadLetters: DeadLettersService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get('events')
  @RequirePermission('platform:sync:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listSyncEvents',
    summary: "Clerk's deliveries and what came of them, newest first",
  })
  @ApiPageOf(SyncEventResponse)
  async list(
    @OnPlatform() scope: PlatformScope,
    @Query() query: SyncEventsQuery,
  ): Promise<Page<SyncEventResponse>> {
    const filter = {
      state: query.state ?? null,
      eventType: query.type ?? null,
      objectId: query.objectId ?? null,
      receivedFrom: query.from ?? null,
      receivedBefore: query.before ?? null,
    };
    const list = `sync events ${JSON.stringify(filter)}`;
    return pageByPair(this.cursors, list, query, {
      read: (behind, limit) =>
        this.deadLetters.list(scope, filter, behind && { receivedAt: behind[0], svixId: behind[1] }, limit),
      keyOf: ({ receivedAt, svixId }) => [receivedAt.toISOString(), svixId],
      present: (row) => SyncEventResponse.from(row),
    });
  }

  @Get('events/:eventId')
  @RequirePermission('platform:sync:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'getSyncEvent',
    summary: 'One delivery with its payload, everything personal hidden',
  })
  @ApiOkResponse({ type: SyncEventDetailResponse })
  async read(
    @OnPlatform() scope: PlatformScope,
    @EventParam() svixId: string,
  ): Promise<SyncEventDetailResponse> {
    return SyncEventDetailResponse.from(await this.deadLetters.get(scope, svixId));
  }

  @Post('events/:eventId/replay')
  @HttpCode(200)
  @RequirePermission('platform:sync:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'replaySyncEvent', summary: 'Try one delivery again' })
  @ApiOkResponse({ type: SyncEventResponse })
  async replay(@CurrentCaller() caller: Caller, @EventParam() svixId: string): Promise<SyncEventResponse> {
    return SyncEventResponse.from(await this.deadLetters.replay(actorOf(caller), svixId));
  }

  @Post('events/replay')
  @HttpCode(200)
  @RequirePermission('platform:sync:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'replaySyncEvents',
    summary: 'Try all deliveries again that a filter means, dead letters unless told',
  })
  @ApiOkResponse({ type: ReplayResponse })
  @Heavy()
  async replayMany(@CurrentCaller() caller: Caller, @Body() body: ReplayRequest): Promise<ReplayResponse> {
    return this.deadLetters.replayMany(
      actorOf(caller),
      {
        state: body.state ?? 'dead',
        eventType: body.type ?? null,
        objectId: null,
        receivedFrom: body.from ?? null,
        receivedBefore: body.before ?? null,
      },
      { dryRun: body.dryRun ?? false },
    );
  }

  @Get('alarms')
  @RequirePermission('platform:sync:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listSyncAlarms', summary: 'What somebody should look at, newest first' })
  @ApiPageOf(SyncAlarmResponse)
  async alarms(
    @OnPlatform() scope: PlatformScope,
    @Query() query: SyncAlarmsQuery,
  ): Promise<Page<SyncAlarmResponse>> {
    const open = query.open ?? false;
    return pageById(this.cursors, `sync alarms ${String(open)}`, query, {
      read: (before, limit) => this.deadLetters.listAlarms(scope, { open, before, limit }),
      keyOf: ({ id }) => id,
      present: (row) => SyncAlarmResponse.from(row),
    });
  }

  @Post('alarms/:alarmId/clear')
  @HttpCode(200)
  @RequirePermission('platform:sync:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'clearSyncAlarm',
    summary: 'Close an alarm that was looked into',
    description: 'What still holds raises a new alarm.',
  })
  @ApiOkResponse({ type: SyncAlarmResponse })
  async clearAlarm(
    @CurrentCaller() caller: Caller,
    @IdParam('alarmId') alarmId: string,
  ): Promise<SyncAlarmResponse> {
    return SyncAlarmResponse.from(await this.deadLetters.closeAlarm(actorOf(caller), alarmId));
  }
}

function EventParam(): ParameterDecorator {
  return TextParam('eventId', {
    description: 'Id of the delivery, which came as `svix-id`.',
    example: 'msg_2qQz7dY8bC',
  });
}
