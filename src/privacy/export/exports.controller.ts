import { Body, Controller, Get, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller, NotImpersonated, SignedIn } from '#auth';
import { IdParam } from '#libs/http';
import { privacyErrors } from '../privacy.errors.js';
import { ExportPacker } from './export-packer.service.js';
import { ExportBody, ExportResponse } from './exports.dto.js';
import { ExportsService } from './exports.service.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/exports')
export class ExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly packer: ExportPacker,
  ) {}

  @Post()
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ summary: 'Ask for all data of a person: oneself, or with platform:privacy:export' })
  @ApiCreatedResponse({ type: ExportResponse })
  async request(@CurrentCaller() caller: Caller, @Body() body: ExportBody) {
    return ExportResponse.from(await this.exports.request(caller, body.userId));
  }

  @Get(':exportId')
  @SignedIn()
  @ApiOperation({ summary: 'How far an export is' })
  @ApiOkResponse({ type: ExportResponse })
  async read(@CurrentCaller() caller: Caller, @IdParam('exportId') id: string) {
    return ExportResponse.from(await this.exports.get(caller, id));
  }

  @Get(':exportId/download')
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ summary: 'The archive, for seven days, for the person and for who asked' })
  @ApiProduces('application/zip')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @CurrentCaller() caller: Caller,
    @IdParam('exportId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const row = await this.exports.get(caller, id);
    if (row.status === 'expired' || row.status === 'aborted') throw privacyErrors.exportGone();
    if (row.status !== 'ready') throw privacyErrors.exportNotReady();
    const archive = await this.packer.open(row);
    if (archive === null) throw privacyErrors.exportGone();
    await this.exports.noteDownload(caller, row);
    void reply.header('cache-control', 'no-store');
    return new StreamableFile(archive, {
      type: 'application/zip',
      disposition: 'attachment; filename="export.zip"',
    });
  }
}
