import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, NotImpersonated, SignedIn, StepUp } from '#auth';
import { Idempotent, IdParam } from '#libs/http';
import { ErasureBody, ErasureResponse } from './erasures.dto.js';
import { ErasuresService } from './erasures.service.js';
import { ApiCertificate, issuedCertificate } from './issued-certificate.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/erasures')
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  @Post()
  @Idempotent()
  @SignedIn()
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createErasure',
    summary: 'Ask for the erasure of a person: oneself, or with platform:privacy:erase',
  })
  @ApiCreatedResponse({ type: ErasureResponse })
  async request(@CurrentCaller() caller: Caller, @Body() body: ErasureBody) {
    return ErasureResponse.from(await this.erasures.request(caller, body));
  }

  @Get(':erasureId')
  @SignedIn()
  @ApiOperation({ operationId: 'getErasure', summary: 'How far an erasure is, step by step' })
  @ApiOkResponse({ type: ErasureResponse })
  async read(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string) {
    return ErasureResponse.from(await this.erasures.get(caller, id));
  }

  @Post(':erasureId/cancel')
  @HttpCode(200)
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ operationId: 'cancelErasure', summary: 'Take the request back while it has not begun' })
  @ApiOkResponse({ type: ErasureResponse })
  async cancel(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string) {
    return ErasureResponse.from(await this.erasures.cancel(caller, id));
  }

  @Post(':erasureId/approve')
  @HttpCode(200)
  @SignedIn()
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'approveErasure',
    summary: 'Approve, as a second person, what a member of staff asked for',
  })
  @ApiOkResponse({ type: ErasureResponse })
  async approve(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string) {
    return ErasureResponse.from(await this.erasures.approve(caller, id));
  }

  @Get(':erasureId/certificate')
  @SignedIn()
  @ApiCertificate({ operationId: 'getErasureCertificate' })
  async certificate(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string): Promise<object> {
    return issuedCertificate(await this.erasures.get(caller, id));
  }
}
