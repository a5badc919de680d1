import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { Environment } from '#settings';
import { trustedKeysOf } from '../signing-keys.js';
import { SigningKeyResponse, SigningKeysResponse } from './signing-keys.dto.js';

@ApiTags('audit')
@Controller('api/v1/signing-keys')
export class SigningKeysController {
  constructor(private readonly environment: Environment) {}

  /** For everybody: whoever was handed a certificate needs no account to check it. */
  @Get()
  @Public()
  @ApiOperation({
    operationId: 'listSigningKeys',
    summary: 'The public keys that certificates and checkpoints of the audit log are checked with (RFC 7517)',
  })
  @ApiOkResponse({ type: SigningKeysResponse })
  list(): SigningKeysResponse {
    return { keys: trustedKeysOf(this.environment).map((key) => SigningKeyResponse.from(key)) };
  }
}
