import { Body, Controller, Get, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentCaller, NotImpersonated, SignedIn } from '#auth';
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
import { ExportBody, ExportResponse } from './exports.dto.js';
import { ExportsService } from './exports.service.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/exports')
export class ExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly downloads: ExportDownloadsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Post()
  @Idempotent()
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createExport',
    summary: 'Ask for all data of a person: oneself, or with platform:privacy:export',
  })
  @ApiCreatedResponse({ type: ExportResponse })
  async request(@CurrentCaller() caller: Caller, @Body() body: ExportBody) {
    return ExportResponse.from(await this.exports.request(caller, body.userId));
  }

  @Get()
  @SignedIn()
  @ApiOperation({
    operationId: 'listExports',
    summary: 'Exports of oneself and those one asked for, newest first',
  })
  @ApiPageOf(ExportResponse)
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<ExportResponse>> {
    return pageById(this.cursors, 'privacy exports', query, {
      read: (before, limit) => this.exports.list(caller, before, limit),
      keyOf: ({ id }) => id,
      present: (row) => ExportResponse.from(row),
    });
  }

  @Get(':exportId')
  @SignedIn()
  @ApiOperation({ operationId: 'getExport', summary: 'How far an export is' })
  @ApiOkResponse({ type: ExportResponse })
  async read(@CurrentCaller() caller: Caller, @IdParam('exportId') id: string) {
    return ExportResponse.from(await this.exports.get(caller, id));
  }

  @Get(':exportId/download')
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'downloadExport',
    summary: 'The archive, for seven days, for the person and for who asked; every download is written down',
    description: 'While the export waits for Clerk this is the part without it.',
  })
  @ApiHeader({
    name: 'Range',
    required: false,
    description: 'One range of bytes, to go on where it broke off.',
  })
  @ApiContents({ 'application/zip': 'bytes' })
  @ApiContents({ 'application/zip': 'bytes' }, { status: 206, description: 'The range of bytes' })
  async download(
    @CurrentCaller() caller: Caller,
    @IdParam('exportId') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const row = await this.exports.get(caller, id);
    return this.downloads.open(row, request, reply, (from) => this.exports.noteDownload(caller, row, from));
  }
}
