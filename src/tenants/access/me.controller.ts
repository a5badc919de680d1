import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsPerson, type Caller, CurrentCaller, SignedIn } from '#auth';
import type { PersonScope } from '#libs/database';
import { MeResponse } from './me.dto.js';
import { MeService } from './me.service.js';

@ApiTags('you')
@Controller('api/v1/me')
export class MeController {
  constructor(private readonly me: MeService) {}

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'You: memberships, grants and what they allow' })
  @ApiOkResponse({ type: MeResponse })
  async read(@AsPerson() scope: PersonScope, @CurrentCaller() caller: Caller): Promise<MeResponse> {
    return this.me.read(scope, caller);
  }
}
