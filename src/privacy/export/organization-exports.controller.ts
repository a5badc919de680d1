import { Controller, Get, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Caller,
  CurrentCaller,
  InOrganization,
  NotImpersonated,
  RequirePermission,
  StepUp,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, CursorCodec, IdParam, Idempotent, type Page, pageById, PageQuery } from '#libs/http';
import { ExportDownloadsService } from './export-downloads.service.js';
import { OrganizationExportResponse } from './exports.dto.js';
import { ExportsService } from './exports.service.js';

@ApiTags('privacy')
@ApiParam({ name: 'organizationId', description: 'Our id or Clerk’s.' })
@Controller('api/v1/organizations/:organizationId/data-exports')
export class OrganizationExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly downloads: ExportDownloadsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Post()
  @Idempotent()
  @RequirePermission('org:data:export')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'Ask for all data of the organization' })
  @ApiCreatedResponse({ type: OrganizationExportResponse })
  async request(@InOrganization() scope: OrganizationScope, @CurrentCaller() caller: Caller) {
    return OrganizationExportResponse.from(await this.exports.requestOfOrganization(scope, caller));
  }

  @Get()
  @RequirePermission('org:data:export')
  @ApiOperation({ summary: 'Exports of the organization, newest first' })
  @ApiPageOf(OrganizationExportResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<OrganizationExportResponse>> {
    return pageById(this.cursors, 'organization exports', query, {
      read: (before, limit) => this.exports.listOfOrganization(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (row) => OrganizationExportResponse.from(row),
    });
  }

  @Get(':exportId')
  @RequirePermission('org:data:export')
  @ApiOperation({ summary: 'How far an export is' })
  @ApiOkResponse({ type: OrganizationExportResponse })
  async read(@InOrganization() scope: OrganizationScope, @IdParam('exportId') id: string) {
    return OrganizationExportResponse.from(await this.exports.getOfOrganization(scope, id));
  }

  @Get(':exportId/download')
  @RequirePermission('org:data:export')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'The archive, for seven days; every download is written down' })
  @ApiProduces('application/zip')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('exportId') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const row = await this.exports.getOfOrganization(scope, id);
    const note = (from: number) => this.exports.noteDownloadOfOrganization(scope, caller, id, from);
    return this.downloads.open(row, request, reply, note);
  }
}
