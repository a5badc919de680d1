import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, NotImpersonated, RequirePermission, StepUp } from '#auth';
import { ApiPageOf, CursorCodec, IdParam, type Page, pageById } from '#libs/http';
import { DecisionBody, FindingResponse, FindingsQuery } from './findings.dto.js';
import { FindingsService } from './findings.service.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/findings')
export class FindingsController {
  constructor(
    private readonly findings: FindingsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('platform:privacy:erase')
  @ApiOperation({
    operationId: 'listErasureFindings',
    summary: 'Texts in which an erased person may be meant, or somebody else; newest first',
  })
  @ApiPageOf(FindingResponse)
  async list(@Query() query: FindingsQuery): Promise<Page<FindingResponse>> {
    const { status, erasureId } = query;
    return pageById(this.cursors, `privacy findings ${status ?? ''} ${erasureId ?? ''}`, query, {
      read: (before, limit) =>
        this.findings.list({ ...(status && { status }), ...(erasureId && { erasureId }) }, before, limit),
      keyOf: ({ row }) => row.id,
      present: (finding) => FindingResponse.from(finding),
    });
  }

  @Post(':findingId/decide')
  @HttpCode(200)
  @RequirePermission('platform:privacy:erase')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'decideErasureFinding',
    summary: 'Keep or erase what was found; the certificate is signed anew with the decision',
  })
  @ApiOkResponse({ type: FindingResponse })
  async decide(
    @CurrentCaller() caller: Caller,
    @IdParam('findingId') id: string,
    @Body() body: DecisionBody,
  ): Promise<FindingResponse> {
    return FindingResponse.from(await this.findings.decide(caller, id, body));
  }
}
