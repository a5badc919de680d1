import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentCaller, NotImpersonated, RequirePermission, SignedIn, StepUp } from '#auth';
import { ApiPageOf, CursorCodec, IdParam, type Page, pageOf, PageQuery } from '#libs/http';
import { DeskService } from './desk.service.js';
import { PAGE_POLICY, pageOf as htmlPageOf, tableOf } from '../html.js';
import { registry } from '../registry/registry.js';
import {
  ConsentBody,
  ConsentResponse,
  ConsentsResponse,
  ExtensionBody,
  HoldBody,
  HoldResponse,
  RequestResponse,
} from './desk.dto.js';

@ApiTags('privacy')
@Controller('api/v1/privacy')
export class DeskController {
  constructor(
    private readonly desk: DeskService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get('requests')
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({ summary: 'Open requests, those that are due first on top' })
  @ApiPageOf(RequestResponse)
  async requests(@Query() query: PageQuery): Promise<Page<RequestResponse>> {
    const after = query.cursor === undefined ? null : this.cursors.decode('privacy requests', query.cursor);
    const rows = await this.desk.listRequests(
      after === null ? null : { dueAt: after[0] ?? '', id: after[1] ?? '' },
      query.limit + 1,
    );
    return pageOf(
      rows,
      query.limit,
      (last) => this.cursors.encode('privacy requests', [last.dueAt.toISOString(), last.id]),
      (row) => RequestResponse.from(row, this.desk.figuresOf(row)),
    );
  }

  @Post('requests/:requestId/extend')
  @HttpCode(200)
  @RequirePermission('platform:privacy:manage')
  @NotImpersonated()
  @ApiOperation({ summary: 'Extend the deadline once, with a reason' })
  @ApiOkResponse({ type: RequestResponse })
  async extend(
    @CurrentCaller() caller: Caller,
    @IdParam('requestId') id: string,
    @Body() body: ExtensionBody,
  ) {
    const row = await this.desk.extend(caller, id, body.reason);
    return RequestResponse.from(row, this.desk.figuresOf(row));
  }

  @Get('holds')
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({ summary: 'Legal holds that stand, newest first' })
  @ApiPageOf(HoldResponse)
  async holds(@Query() query: PageQuery): Promise<Page<HoldResponse>> {
    const before =
      query.cursor === undefined ? null : (this.cursors.decode('privacy holds', query.cursor)[0] ?? null);
    const rows = await this.desk.listHolds(before, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      (last) => this.cursors.encode('privacy holds', [last.id]),
      (row) => HoldResponse.from(row),
    );
  }

  @Post('holds')
  @RequirePermission('platform:privacy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'Hold a person’s data: an erasure waits, and tells the article' })
  @ApiCreatedResponse({ type: HoldResponse })
  async hold(@CurrentCaller() caller: Caller, @Body() body: HoldBody) {
    return HoldResponse.from(await this.desk.placeHold(caller, body));
  }

  @Delete('holds/:holdId')
  @HttpCode(200)
  @RequirePermission('platform:privacy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'Release a hold' })
  @ApiOkResponse({ type: HoldResponse })
  async release(@CurrentCaller() caller: Caller, @IdParam('holdId') id: string) {
    return HoldResponse.from(await this.desk.releaseHold(caller, id));
  }

  @Get('consents')
  @SignedIn()
  @ApiOperation({ summary: 'One’s own consents with their history' })
  @ApiOkResponse({ type: ConsentsResponse })
  async consents(@CurrentCaller() caller: Caller): Promise<ConsentsResponse> {
    return { data: (await this.desk.listConsents(caller)).map((row) => ConsentResponse.from(row)) };
  }

  @Put('consents')
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ summary: 'Give or withdraw one’s consent to a purpose' })
  @ApiOkResponse({ type: ConsentsResponse })
  async consent(@CurrentCaller() caller: Caller, @Body() body: ConsentBody): Promise<ConsentsResponse> {
    await this.desk.setConsent(caller, body);
    return this.consents(caller);
  }

  @Get('data-map')
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({ summary: 'The record of processing (Art. 30 GDPR), made from the registry' })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({ schema: { type: 'object' } })
  dataMap(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.header('vary', 'Accept');
    if ((request.headers.accept ?? '').includes('text/html')) {
      void reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY);
      return dataMapPage();
    }
    void reply.type('application/json; charset=utf-8');
    return JSON.stringify({ recipients: RECIPIENTS, tables: registry });
  }
}

const RECIPIENTS = [{ name: 'Clerk, Inc.', role: 'processor', purpose: 'sign-in' }];

function dataMapPage(): string {
  const personal = registry.filter(({ subjects }) => subjects.length > 0);
  const rows = personal.map(({ table, module, purpose, basis, retention, personal: columns, subjects }) => [
    `${module}: ${table}`,
    purpose,
    basis ?? '',
    Object.entries(columns)
      .map(([column, category]) => `${column} (${category})`)
      .join(', '),
    retention,
    [
      ...new Set(
        subjects.map(({ erasure }) =>
          'article' in erasure ? `${erasure.does}: ${erasure.article}` : erasure.does,
        ),
      ),
    ].join('; '),
  ]);
  return htmlPageOf(
    'Record of processing (Art. 30 GDPR)',
    `<p>Recipient: Clerk, Inc. (processor, sign-in). Tables without personal data: ${String(
      registry.length - personal.length,
    )}.</p>\n${tableOf(['Data', 'Purpose', 'Legal basis', 'Personal columns', 'Kept for', 'On erasure'], rows)}`,
  );
}
