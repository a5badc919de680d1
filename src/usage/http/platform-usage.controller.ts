import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  actorOf,
  type Caller,
  CurrentCaller,
  found,
  NotImpersonated,
  OnPlatform,
  parseReference,
  PlatformRole,
  OpenToServiceAccounts,
  RequirePermission,
} from '#auth';
import type { PlatformScope } from '#libs/database';
import { ApiContents, Heavy, httpErrors, PathParam } from '#libs/http';
import { UsageMonthsService } from '../closing/usage-months.service.js';
import { RollUpsService } from '../closing/roll-ups.service.js';
import { UsageExplanationsService } from '../explain/usage-explanations.service.js';
import { NamedReportsService } from '../report/named-reports.service.js';
import { UsagePlacesStore } from '../report/usage-places.store.js';
import { usageErrors } from '../usage.errors.js';
import { answerWith, answerWithChart, formatOf } from './answer.js';
import { OrganizationExplanationResponse, PersonExplanationResponse } from './explanation.response.js';
import { dayValue, monthValue } from './path-values.js';
import { PlatformExplainQuery, ReportQuery, UsageQuery } from './usage.query.js';
import { UsageDayRecordResponse, UsageReportResponse } from './usage.response.js';

const PLATFORM = { kind: 'platform' } as const;

@ApiTags('usage')
@Controller('api/v1/usage')
export class PlatformUsageController {
  constructor(
    private readonly reports: NamedReportsService,
    private readonly explanations: UsageExplanationsService,
    private readonly rollUps: RollUpsService,
    private readonly months: UsageMonthsService,
    private readonly places: UsagePlacesStore,
  ) {}

  @Get()
  @RequirePermission('platform:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'getUsage',
    summary: 'Usage of the whole platform in the unit that Clerk bills, with forecast and cost',
  })
  @ApiContents({ 'application/json': UsageReportResponse, 'text/csv': 'text', 'text/html': 'text' })
  @Heavy()
  async read(
    @OnPlatform() scope: PlatformScope,
    @Query() query: ReportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = await this.reports.give(scope, PLATFORM, query);
    return answerWith(reply, given, formatOf(request, query.format));
  }

  @Get('chart.svg')
  @RequirePermission('platform:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getUsageChart', summary: 'The month as a picture' })
  @ApiContents({ 'image/svg+xml': 'text' })
  @Heavy()
  async chart(
    @OnPlatform() scope: PlatformScope,
    @Query() query: UsageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = await this.reports.give(scope, PLATFORM, query);
    return answerWithChart(reply, given);
  }

  @Get('explain')
  @RequirePermission('platform:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'explainUsage',
    summary: 'Why a person or an organization counts, or why not',
  })
  @ApiExtraModels(PersonExplanationResponse, OrganizationExplanationResponse)
  @ApiOkResponse({
    schema: {
      oneOf: [
        { $ref: getSchemaPath(PersonExplanationResponse) },
        { $ref: getSchemaPath(OrganizationExplanationResponse) },
      ],
    },
  })
  @Heavy()
  async explain(
    @OnPlatform() scope: PlatformScope,
    @Query() query: PlatformExplainQuery,
  ): Promise<PersonExplanationResponse | OrganizationExplanationResponse> {
    const { userId, organizationId, month } = query;
    if ((userId === undefined) === (organizationId === undefined)) throw usageErrors.explainWhom();
    if (userId !== undefined) {
      const person = found(parseReference(userId, 'user'), httpErrors.notFound);
      return this.explanations.person(scope, PLATFORM, person, month);
    }
    const organization = found(parseReference(organizationId ?? '', 'org'), httpErrors.notFound);
    const id = await this.places.organizationIdOf(scope, organization);
    return this.explanations.organization(scope, id, month);
  }

  @Post('days/:day/roll-up')
  @HttpCode(200)
  @PlatformRole('admin')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'rollUpUsageDay',
    summary: 'Roll up a day that is over; done again it gives the same bytes',
  })
  @ApiOkResponse({ type: UsageDayRecordResponse })
  @Heavy()
  async rollUp(
    @CurrentCaller() caller: Caller,
    @PathParam('day', dayValue, { description: 'The day, in UTC.', example: '2026-11-21' }) day: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.type('application/json; charset=utf-8');
    return (await this.rollUps.rollUpDay(day, actorOf(caller))).body;
  }

  @Post('months/:month/close')
  @HttpCode(200)
  @PlatformRole('admin')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'closeUsageMonth',
    summary: 'Close a month that is over: its reports are stored and never change again',
  })
  @ApiOkResponse({ type: UsageReportResponse })
  @Heavy()
  async close(
    @CurrentCaller() caller: Caller,
    @PathParam('month', monthValue, { description: 'The month.', example: '2026-11' }) month: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.type('application/json; charset=utf-8');
    return (await this.months.closeMonth(month, actorOf(caller))).body;
  }
}
