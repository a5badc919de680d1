import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, NotImpersonated, SignedIn } from '#auth';
import { ConsentBody, ConsentResponse, ConsentsQuery, ConsentsResponse } from './consents.dto.js';
import { ConsentsService } from './consents.service.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/consents')
export class ConsentsController {
  constructor(private readonly consents: ConsentsService) {}

  @Get()
  @SignedIn()
  @ApiOperation({ operationId: 'listConsents', summary: 'Consents with their history, latest first' })
  @ApiOkResponse({ type: ConsentsResponse })
  async list(@CurrentCaller() caller: Caller, @Query() { userId }: ConsentsQuery): Promise<ConsentsResponse> {
    return { data: (await this.consents.list(caller, userId)).map((period) => ConsentResponse.from(period)) };
  }

  @Put()
  @SignedIn()
  @NotImpersonated()
  @ApiOperation({ operationId: 'setConsent', summary: 'Give or withdraw one’s consent to a purpose' })
  @ApiOkResponse({ type: ConsentsResponse })
  async decide(@CurrentCaller() caller: Caller, @Body() body: ConsentBody): Promise<ConsentsResponse> {
    await this.consents.decide(caller, body);
    return this.list(caller, {});
  }
}
