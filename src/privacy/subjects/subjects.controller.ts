import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NotImpersonated, RequirePermission } from '#auth';
import { FoundSubjectResponse, FoundSubjectsResponse, SubjectSearchBody } from './subjects.dto.js';
import { SubjectsService } from './subjects.service.js';

@ApiTags('privacy')
@Controller('api/v1/privacy/subjects')
export class SubjectsController {
  constructor(private readonly subjects: SubjectsService) {}

  /** By POST, so that no address stands in a URL. */
  @Post('find')
  @HttpCode(200)
  @RequirePermission('platform:privacy:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'findSubjects',
    summary: 'Whom a request is about: people by whole addresses or ids, for staff who work on requests',
  })
  @ApiOkResponse({ type: FoundSubjectsResponse })
  async find(@Body() { people }: SubjectSearchBody): Promise<FoundSubjectsResponse> {
    const found = await this.subjects.find(people);
    return { data: found.map((each) => FoundSubjectResponse.from(each)) };
  }
}
