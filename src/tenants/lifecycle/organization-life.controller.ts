import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  found,
  InOrganization,
  NotImpersonated,
  OrganizationRole,
  parseReference,
  RequirePermission,
  StepUp,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { MemberResponse } from '../memberships/member.dto.js';
import { OrganizationResponse, TransferOwnershipRequest } from '../organizations/organization.dto.js';
import { OrganizationStatusService } from '../organizations/organization-status.service.js';
import { OwnershipTransferService } from './ownership-transfer.service.js';

@ApiTags('organizations')
@Controller('api/v1/organizations/:organizationId')
export class OrganizationLifeController {
  constructor(
    private readonly status: OrganizationStatusService,
    private readonly ownership: OwnershipTransferService,
  ) {}

  @Post('ownership-transfer')
  @HttpCode(200)
  @OrganizationRole('org:admin')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'transferOwnership',
    summary: 'Hand the organization to another member; you stay as a member',
  })
  @ApiOkResponse({ type: MemberResponse, description: 'The new owner' })
  async transfer(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: TransferOwnershipRequest,
  ): Promise<MemberResponse> {
    const person = found(parseReference(body.userId, 'user'));
    return MemberResponse.from(await this.ownership.transfer(scope, caller, person));
  }

  @Post('suspend')
  @HttpCode(200)
  @RequirePermission('org:organization:suspend')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'suspendOrganization',
    summary: 'Refuse everybody in the organization, at once; for platform admins',
  })
  @ApiOkResponse({ type: OrganizationResponse })
  async suspend(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
  ): Promise<OrganizationResponse> {
    return OrganizationResponse.from(await this.status.suspend(scope, caller));
  }

  @Post('reinstate')
  @HttpCode(200)
  @RequirePermission('org:organization:suspend')
  @NotImpersonated()
  @ApiOperation({ operationId: 'reinstateOrganization', summary: 'Let a suspended organization in again' })
  @ApiOkResponse({ type: OrganizationResponse })
  async reinstate(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
  ): Promise<OrganizationResponse> {
    return OrganizationResponse.from(await this.status.reinstate(scope, caller));
  }
}
