import { Controller, Get, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
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
import {
  ApiContents,
  ApiPageOf,
  CursorCodec,
  Idempotent,
  IdParam,
  type Page,
  pageById,
  PageQuery,
} from '#libs/http';
import { ExportDownloadsService } from './export-downloads.service.js';
import { OrganizationExportResponse } from './exports.dto.js';
import { ExportsService } from './exports.service.js';

@ApiTags('privacy')
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
  @ApiOperation({ operationId: 'createOrganizationExport', summary: 'Ask for all data of the organization' })
  @ApiCreatedResponse({ type: OrganizationExportResponse })
  async request(@InOrganization() scope: OrganizationScope, @CurrentCaller() caller: Caller) {
    return OrganizationExportResponse.from(await this.exports.requestOfOrganization(scope, caller));
  }

  @Get()
  @RequirePermission('org:data:export')
  @ApiOperation({
    operationId: 'listOrganizationExports',
    summary: 'Exports of the organization, newest first',
  })
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
  @ApiOperation({ operationId: 'getOrganizationExport', summary: 'How far an export is' })
  @ApiOkResponse({ type: OrganizationExportResponse })
  async read(@InOrganization() scope: OrganizationScope, @IdParam('exportId') id: string) {
    return OrganizationExportResponse.from(await this.exports.getOfOrganization(scope, id));
  }

  @Get(':exportId/download')
  @RequirePermission('org:data:export')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'downloadOrganizationExport',
    summary: 'The archive, for seven days; every download is written down',
  })
  @ApiContents({ 'application/zip': 'bytes' })
  @ApiContents({ 'application/zip': 'bytes' }, { status: 206, description: 'The range of bytes' })
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
