import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, NotImpersonated, RequirePermission, StepUp } from '#auth';
import { ApiPageOf, CursorCodec, Idempotent, IdParam, type Page, pageById, PageQuery } from '#libs/http';
import { BulkBody, BulkItemResponse, BulkResponse } from './bulks.dto.js';
import { BulksService } from './bulks.service.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/bulk')
export class BulksController {
  constructor(
    private readonly bulks: BulksService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({ operationId: 'listPrivacyBulks', summary: 'Bulk work, newest first' })
  @ApiPageOf(BulkResponse)
  async list(@Query() query: PageQuery): Promise<Page<BulkResponse>> {
    return pageById(this.cursors, 'privacy bulk', query, {
      read: (before, limit) => this.bulks.list(before, limit),
      keyOf: ({ bulk }) => bulk.id,
      present: (progress) => BulkResponse.from(progress),
    });
  }

  @Post()
  @Idempotent()
  @RequirePermission('platform:privacy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createPrivacyBulk',
    summary: 'Export, erase or object for up to 1 000 people; with a dry run',
  })
  @ApiCreatedResponse({ type: BulkResponse })
  async start(@CurrentCaller() caller: Caller, @Body() body: BulkBody): Promise<BulkResponse> {
    return BulkResponse.from(await this.bulks.start(caller, body));
  }

  @Get(':bulkId')
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({ operationId: 'getPrivacyBulk', summary: 'How far a bulk is' })
  @ApiOkResponse({ type: BulkResponse })
  async read(@IdParam('bulkId') id: string): Promise<BulkResponse> {
    return BulkResponse.from(await this.bulks.get(id));
  }

  @Get(':bulkId/items')
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({
    operationId: 'listPrivacyBulkItems',
    summary: 'What came of each person, in the order of the list',
  })
  @ApiPageOf(BulkItemResponse)
  async items(@IdParam('bulkId') id: string, @Query() query: PageQuery): Promise<Page<BulkItemResponse>> {
    return pageById(this.cursors, `privacy bulk ${id}`, query, {
      read: (after, limit) => this.bulks.listItems(id, after === null ? -1 : Number(after), limit),
      keyOf: ({ position }) => String(position),
      present: (item) => BulkItemResponse.from(item),
    });
  }

  @Post(':bulkId/cancel')
  @HttpCode(200)
  @RequirePermission('platform:privacy:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'cancelPrivacyBulk', summary: 'Stop; what was asked for already stands' })
  @ApiOkResponse({ type: BulkResponse })
  async cancel(@CurrentCaller() caller: Caller, @IdParam('bulkId') id: string): Promise<BulkResponse> {
    return BulkResponse.from(await this.bulks.cancel(caller, id));
  }

  @Post(':bulkId/approve')
  @HttpCode(200)
  @RequirePermission('platform:privacy:erase')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'approvePrivacyBulk',
    summary: 'Approve, as a second person, every erasure that the bulk asked for',
  })
  @ApiOkResponse({ type: BulkResponse })
  async approve(@CurrentCaller() caller: Caller, @IdParam('bulkId') id: string): Promise<BulkResponse> {
    return BulkResponse.from(await this.bulks.approve(caller, id));
  }
}
