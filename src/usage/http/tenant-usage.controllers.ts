import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  found,
  InOrganization,
  InProperty,
  OpenToServiceAccounts,
  parseReference,
  RequirePermission,
} from '#auth';
import type { OrganizationScope, PropertyScope } from '#libs/database';
import { ApiContents, Heavy, httpErrors } from '#libs/http';
import { UsageExplanationsService } from '../explain/usage-explanations.service.js';
import type { Place } from '../ledger/place.js';
import { NamedReportsService } from '../report/named-reports.service.js';
import { answerWith, answerWithChart, formatOf } from './answer.js';
import { OrganizationExplanationResponse, PersonExplanationResponse } from './explanation.response.js';
import { ExplainQuery, ReportQuery, UsageQuery } from './usage.query.js';
import { UsageReportResponse } from './usage.response.js';

@ApiTags('usage')
@Controller('api/v1/organizations/:organizationId/usage')
export class OrganizationUsageController {
  constructor(
    private readonly reports: NamedReportsService,
    private readonly explanations: UsageExplanationsService,
  ) {}

  @Get()
  @RequirePermission('org:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getOrganizationUsage', summary: 'Usage of the organization' })
  @ApiContents({ 'application/json': UsageReportResponse, 'text/csv': 'text', 'text/html': 'text' })
  @Heavy()
  async read(
    @InOrganization() scope: OrganizationScope,
    @Query() query: ReportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = await this.reports.give(scope, organizationOf(scope), query);
    return answerWith(reply, given, formatOf(request, query.format));
  }

  @Get('chart.svg')
  @RequirePermission('org:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getOrganizationUsageChart', summary: 'The month as a picture' })
  @ApiContents({ 'image/svg+xml': 'text' })
  @Heavy()
  async chart(
    @InOrganization() scope: OrganizationScope,
    @Query() query: UsageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = await this.reports.give(scope, organizationOf(scope), query);
    return answerWithChart(reply, given);
  }

  @Get('explain')
  @RequirePermission('org:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'explainOrganizationUsage',
    summary: 'Why a member or the organization itself counts, or why not',
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
    @InOrganization() scope: OrganizationScope,
    @Query() { userId, month }: ExplainQuery,
  ): Promise<PersonExplanationResponse | OrganizationExplanationResponse> {
    if (userId === undefined) return this.explanations.organization(scope, scope.organizationId, month);
    const person = found(parseReference(userId, 'user'), httpErrors.notFound);
    return this.explanations.person(scope, organizationOf(scope), person, month);
  }
}

@ApiTags('usage')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/usage')
export class PropertyUsageController {
  constructor(private readonly reports: NamedReportsService) {}

  @Get()
  @RequirePermission('property:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getPropertyUsage', summary: 'Usage of the property' })
  @ApiContents({ 'application/json': UsageReportResponse, 'text/csv': 'text', 'text/html': 'text' })
  @Heavy()
  async read(
    @InProperty() scope: PropertyScope,
    @Query() query: ReportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = await this.reports.give(scope, propertyOf(scope), query);
    return answerWith(reply, given, formatOf(request, query.format));
  }

  @Get('chart.svg')
  @RequirePermission('property:usage:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getPropertyUsageChart', summary: 'The month as a picture' })
  @ApiContents({ 'image/svg+xml': 'text' })
  @Heavy()
  async chart(
    @InProperty() scope: PropertyScope,
    @Query() query: UsageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = await this.reports.give(scope, propertyOf(scope), query);
    return answerWithChart(reply, given);
  }
}

function organizationOf({ organizationId }: OrganizationScope) {
  return { kind: 'organization', organizationId } as const;
}

function propertyOf({ organizationId, propertyId }: PropertyScope): Place {
  return { kind: 'property', organizationId, propertyId };
}
