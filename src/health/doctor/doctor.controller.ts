import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '#auth';
import { DoctorResponse } from './doctor.dto.js';
import { DoctorService } from './doctor.service.js';

/** The go-live check of the command line, of this very process. */
@ApiTags('operations')
@Controller('api/v1/operations')
export class DoctorController {
  constructor(private readonly doctor: DoctorService) {}

  @Post('doctor')
  @HttpCode(200)
  @RequirePermission('platform:operations:read')
  @ApiOperation({
    operationId: 'runDoctor',
    summary: 'Check settings, Clerk, database and schedule, and say what mends what is wrong',
  })
  @ApiOkResponse({ type: DoctorResponse })
  async run(): Promise<DoctorResponse> {
    return DoctorResponse.from(await this.doctor.run());
  }
}
