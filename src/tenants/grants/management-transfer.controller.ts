import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  found,
  InProperty,
  NotImpersonated,
  parseReference,
  PropertyRole,
} from '#auth';
import type { PropertyScope } from '#libs/database';
import { GrantResponse, TransferManagementRequest } from './grant.dto.js';
import { ManagementTransferService } from './management-transfer.service.js';

@ApiTags('grants')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/management-transfer')
export class ManagementTransferController {
  constructor(private readonly management: ManagementTransferService) {}

  @Post()
  @HttpCode(200)
  @PropertyRole('property:manager')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'transferManagement',
    summary: 'Hand your role as the property’s manager to another member, in one step',
    description:
      'For whoever was given `property:manager` on the property themselves. The heir holds it for as long as you would have; whatever else you hold there you keep.',
  })
  @ApiOkResponse({ type: GrantResponse, description: 'What the heir holds' })
  async transfer(
    @InProperty() scope: PropertyScope,
    @CurrentCaller() caller: Caller,
    @Body() body: TransferManagementRequest,
  ): Promise<GrantResponse> {
    const person = found(parseReference(body.userId, 'user'));
    return GrantResponse.from(await this.management.transfer(scope, caller, person));
  }
}
