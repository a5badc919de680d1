import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, NotImpersonated, RequirePermission, StepUp } from '#auth';
import { ApiPageOf, CursorCodec, Idempotent, IdParam, type Page, pageById } from '#libs/http';
import { HoldBody, HoldResponse, HoldsQuery } from './holds.dto.js';
import { HoldsService } from './holds.service.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/holds')
export class HoldsController {
  constructor(
    private readonly holds: HoldsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({ operationId: 'listHolds', summary: 'Legal holds that stand, newest first' })
  @ApiPageOf(HoldResponse)
  async list(@Query() query: HoldsQuery): Promise<Page<HoldResponse>> {
    return pageById(this.cursors, `privacy holds ${query.userId ?? ''}`, query, {
      read: (before, limit) => this.holds.list(query.userId, before, limit),
      keyOf: ({ id }) => id,
      present: (hold) => HoldResponse.from(hold),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('platform:privacy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createHold',
    summary: 'Hold a person’s data: an erasure waits, and tells the article',
  })
  @ApiCreatedResponse({ type: HoldResponse })
  async place(@CurrentCaller() caller: Caller, @Body() body: HoldBody): Promise<HoldResponse> {
    return HoldResponse.from(await this.holds.place(caller, body));
  }

  @Delete(':holdId')
  @HttpCode(200)
  @RequirePermission('platform:privacy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ operationId: 'releaseHold', summary: 'Release a hold' })
  @ApiOkResponse({ type: HoldResponse })
  async release(@CurrentCaller() caller: Caller, @IdParam('holdId') id: string): Promise<HoldResponse> {
    return HoldResponse.from(await this.holds.release(caller, id));
  }
}
