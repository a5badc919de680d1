import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
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
import { ApiPageOf, CursorCodec, type Page, pageById, PageQuery, TextParam } from '#libs/http';
import { ScheduledRunResponse, ScheduleResponse } from './schedule.dto.js';
import { ScheduleService } from './schedule.service.js';
import { SchedulerService } from './scheduler.service.js';

@ApiTags('sync')
@Controller('api/v1/sync/schedule')
export class ScheduleController {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly scheduler: SchedulerService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('platform:operations:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listPeriodicJobs',
    summary: 'Every periodic job, what it is for, when it runs next and how it went last',
  })
  @ApiOkResponse({ type: ScheduleResponse })
  async list(@OnPlatform() scope: PlatformScope): Promise<ScheduleResponse> {
    return { data: await this.schedule.list(scope), nextCursor: null };
  }

  @Get(':job/runs')
  @RequirePermission('platform:operations:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listPeriodicJobRuns', summary: 'Runs of a periodic job, newest first' })
  @ApiPageOf(ScheduledRunResponse)
  async runs(
    @OnPlatform() scope: PlatformScope,
    @JobParam() job: string,
    @Query() query: PageQuery,
  ): Promise<Page<ScheduledRunResponse>> {
    return pageById(this.cursors, `scheduled runs of ${job}`, query, {
      read: (before, limit) => this.schedule.runsOf(scope, job, before, limit),
      keyOf: ({ id }) => id,
      present: (row) => ScheduledRunResponse.from(row),
    });
  }

  @Post(':job/run')
  @HttpCode(202)
  @RequirePermission('platform:sync:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'runPeriodicJob', summary: 'Run a periodic job now, beside its schedule' })
  @ApiAcceptedResponse({ type: ScheduledRunResponse })
  async run(@CurrentCaller() caller: Caller, @JobParam() job: string): Promise<ScheduledRunResponse> {
    const { run } = await this.scheduler.runNow(job, actorOf(caller));
    return ScheduledRunResponse.from(run);
  }
}

function JobParam(): ParameterDecorator {
  return TextParam('job', { description: 'The name of the job.', example: 'webhooks.silence' });
}
