import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, NotImpersonated, RequirePermission, SignedIn } from '#auth';
import { ApiPageOf, CursorCodec, Idempotent, IdParam, type Page, pageByPair, PageQuery } from '#libs/http';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import type { PrivacyRequest } from '../records/privacy.entities.js';
import {
  ExtensionBody,
  LawBody,
  RequestBody,
  type RequestClock,
  RequestDetailResponse,
  RequestResponse,
  RequestsQuery,
  ResolutionBody,
} from './requests.dto.js';
import { RequestQueueService } from './request-queue.service.js';
import { RequestsService } from './requests.service.js';
import type { RequestFilter } from '../records/requests.store.js';

@ApiTags('privacy')
@Controller('api/v1/privacy')
export class RequestsController {
  constructor(
    private readonly queue: RequestQueueService,
    private readonly requests: RequestsService,
    private readonly cursors: CursorCodec,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  @Get('requests')
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({
    operationId: 'listPrivacyRequests',
    summary: 'The queue: open requests, those that are due first on top',
  })
  @ApiPageOf(RequestResponse)
  async list(@Query() { limit, cursor, status, ...wanted }: RequestsQuery): Promise<Page<RequestResponse>> {
    const filter: RequestFilter = { ...wanted, ...(status === 'all' ? {} : { isOpen: status === 'open' }) };
    return this.page(filter, { limit, cursor });
  }

  @Get('my-requests')
  @SignedIn()
  @ApiOperation({ operationId: 'listMyPrivacyRequests', summary: 'One’s own requests, open and closed' })
  @ApiPageOf(RequestResponse)
  async mine(@CurrentCaller() { userId }: Caller, @Query() query: PageQuery): Promise<Page<RequestResponse>> {
    return this.page({ userId }, query);
  }

  @Post('requests')
  @Idempotent()
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createPrivacyRequest',
    summary: 'Ask for a correction or object: for oneself, or for others with platform:privacy:manage',
  })
  @ApiCreatedResponse({ type: RequestDetailResponse })
  async file(@CurrentCaller() caller: Caller, @Body() body: RequestBody): Promise<RequestDetailResponse> {
    return this.detail(await this.requests.file(caller, body));
  }

  @Get('requests/:requestId')
  @SignedIn()
  @ApiOperation({
    operationId: 'getPrivacyRequest',
    summary: 'One request with its texts: one’s own, or any with platform:privacy:manage',
  })
  @ApiOkResponse({ type: RequestDetailResponse })
  async read(@CurrentCaller() caller: Caller, @IdParam('requestId') id: string) {
    return this.detail(await this.requests.get(caller, id));
  }

  @Post('requests/:requestId/extend')
  @HttpCode(200)
  @RequirePermission('platform:privacy:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'extendPrivacyRequest',
    summary: 'Extend the deadline once, with a reason that the person reads',
  })
  @ApiOkResponse({ type: RequestDetailResponse })
  async extend(
    @CurrentCaller() caller: Caller,
    @IdParam('requestId') id: string,
    @Body() { reason }: ExtensionBody,
  ) {
    return this.detail(await this.requests.extend(caller, id, reason));
  }

  @Put('requests/:requestId/law')
  @RequirePermission('platform:privacy:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'setPrivacyRequestLaw',
    summary: 'Say under which law a request stands; its deadline follows',
  })
  @ApiOkResponse({ type: RequestDetailResponse })
  async setLaw(@CurrentCaller() caller: Caller, @IdParam('requestId') id: string, @Body() { law }: LawBody) {
    return this.detail(await this.requests.setLaw(caller, id, law));
  }

  @Post('requests/:requestId/resolve')
  @HttpCode(200)
  @RequirePermission('platform:privacy:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'resolvePrivacyRequest', summary: 'Answer a correction or an objection' })
  @ApiOkResponse({ type: RequestDetailResponse })
  async resolve(
    @CurrentCaller() caller: Caller,
    @IdParam('requestId') id: string,
    @Body() body: ResolutionBody,
  ) {
    return this.detail(await this.requests.resolve(caller, id, body));
  }

  @Post('requests/:requestId/withdraw')
  @HttpCode(200)
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'withdrawPrivacyRequest',
    summary: 'Take one’s own correction or objection back',
  })
  @ApiOkResponse({ type: RequestDetailResponse })
  async withdraw(@CurrentCaller() caller: Caller, @IdParam('requestId') id: string) {
    return this.detail(await this.requests.withdraw(caller, id));
  }

  private page(
    filter: RequestFilter,
    asked: { limit: number; cursor?: string | undefined },
  ): Promise<Page<RequestResponse>> {
    // A cursor of one list is none of another, or of another person's.
    const list = `privacy requests ${JSON.stringify(filter)}`;
    const clock = this.requestClock();
    return pageByPair(this.cursors, list, asked, {
      read: (behind, limit) => this.queue.list(filter, behind && { dueAt: behind[0], id: behind[1] }, limit),
      keyOf: ({ dueAt, id }) => [dueAt.toISOString(), id],
      present: (row) => RequestResponse.from(row, clock),
    });
  }

  private async detail(row: PrivacyRequest): Promise<RequestDetailResponse> {
    return RequestDetailResponse.of(row, await this.requests.textsOf(row), this.requestClock());
  }

  private requestClock(): RequestClock {
    return { now: this.clock.now(), timeZone: this.environment.privacy.timeZone };
  }
}
