import { Body, Controller, Get, HttpCode, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller, NotImpersonated, SignedIn, StepUp } from '#auth';
import { IdParam } from '#libs/http';
import { ExportPacker } from '../export/export-packer.service.js';
import { privacyErrors } from '../privacy.errors.js';
import { PrivacyService } from '../privacy.service.js';
import { ErasureBody, ErasureResponse, ExportBody, ExportResponse } from './privacy.dto.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/exports')
export class ExportsController {
  constructor(
    private readonly privacy: PrivacyService,
    private readonly packer: ExportPacker,
  ) {}

  @Post()
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ summary: 'Ask for all data of a person: oneself, or with platform:privacy:export' })
  @ApiCreatedResponse({ type: ExportResponse })
  async request(@CurrentCaller() caller: Caller, @Body() body: ExportBody) {
    return ExportResponse.from(await this.privacy.requestExport(caller, body.userId));
  }

  @Get(':exportId')
  @SignedIn()
  @ApiOperation({ summary: 'How far an export is' })
  @ApiOkResponse({ type: ExportResponse })
  async read(@CurrentCaller() caller: Caller, @IdParam('exportId') id: string) {
    return ExportResponse.from(await this.privacy.getExport(caller, id));
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
    const row = await this.privacy.getExport(caller, id);
    if (row.status === 'expired' || row.status === 'aborted') throw privacyErrors.exportGone();
    if (row.status !== 'ready') throw privacyErrors.exportNotReady();
    const archive = await this.packer.open(row);
    if (archive === null) throw privacyErrors.exportGone();
    await this.privacy.noteDownload(caller, row);
    void reply.header('cache-control', 'no-store');
    return new StreamableFile(archive, {
      type: 'application/zip',
      disposition: 'attachment; filename="export.zip"',
    });
  }
}

@ApiTags('privacy')
@Controller('api/v1/privacy/erasures')
export class ErasuresController {
  constructor(private readonly privacy: PrivacyService) {}

  @Post()
  @SignedIn()
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'Ask for the erasure of a person: oneself, or with platform:privacy:erase' })
  @ApiCreatedResponse({ type: ErasureResponse })
  async request(@CurrentCaller() caller: Caller, @Body() body: ErasureBody) {
    return ErasureResponse.from(await this.privacy.requestErasure(caller, body));
  }

  @Get(':erasureId')
  @SignedIn()
  @ApiOperation({ summary: 'How far an erasure is, step by step' })
  @ApiOkResponse({ type: ErasureResponse })
  async read(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string) {
    return ErasureResponse.from(await this.privacy.getErasure(caller, id));
  }

  @Post(':erasureId/cancel')
  @HttpCode(200)
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ summary: 'Take the request back while it has not begun' })
  @ApiOkResponse({ type: ErasureResponse })
  async cancel(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string) {
    return ErasureResponse.from(await this.privacy.cancelErasure(caller, id));
  }

  @Post(':erasureId/approve')
  @HttpCode(200)
  @SignedIn()
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'Approve, as a second person, what a member of staff asked for' })
  @ApiOkResponse({ type: ErasureResponse })
  async approve(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string) {
    return ErasureResponse.from(await this.privacy.approveErasure(caller, id));
  }

  @Get(':erasureId/certificate')
  @SignedIn()
  @ApiOperation({
    summary: 'The signed certificate; checked with `certificate verify` and the public key alone',
  })
  @ApiOkResponse({ schema: { type: 'object' } })
  async certificate(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string): Promise<object> {
    const { certificate } = await this.privacy.getErasure(caller, id);
    if (certificate === null) throw privacyErrors.noCertificate();
    return certificate;
  }
}
