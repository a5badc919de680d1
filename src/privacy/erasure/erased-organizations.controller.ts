import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, SignedIn } from '#auth';
import { IdParam } from '#libs/http';
import { ApiCertificate, issuedCertificate } from './issued-certificate.js';
import { OrganizationErasureResponse } from './organization-erasures.dto.js';
import { OrganizationErasuresService } from './organization-erasures.service.js';

/** What is left to see of an organization that is gone: nobody can name it in a path any more. */
@ApiTags('privacy')
@Controller('api/v1/privacy/organization-erasures')
export class ErasedOrganizationsController {
  constructor(private readonly erasures: OrganizationErasuresService) {}

  @Get(':erasureId')
  @SignedIn()
  @ApiOperation({
    operationId: 'getErasedOrganization',
    summary: 'How far an erasure is: for who asked or approved, and privacy staff',
  })
  @ApiOkResponse({ type: OrganizationErasureResponse })
  async read(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string) {
    return OrganizationErasureResponse.from(await this.erasures.getAnywhere(caller, id));
  }

  @Get(':erasureId/certificate')
  @SignedIn()
  @ApiCertificate({ operationId: 'getErasedOrganizationCertificate' })
  async certificate(@CurrentCaller() caller: Caller, @IdParam('erasureId') id: string): Promise<object> {
    return issuedCertificate(await this.erasures.getAnywhere(caller, id));
  }
}
