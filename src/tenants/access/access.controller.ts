import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CurrentPrincipal,
  found,
  idOfCaller,
  MaybePerson,
  MaybePlatform,
  OpenToServiceAccounts,
  type Principal,
  SignedIn,
  StatedSupportAccess,
  type SupportAccess,
} from '#auth';
import type { PersonScope, PlatformScope } from '#libs/database';
import { ApiPageOf, AppError, CursorCodec, type Page, pageById } from '#libs/http';
import {
  AccessAnswer,
  AccessAnswers,
  AccessibleProperty,
  AccessiblePropertiesQuery,
  AccessQuestion,
  AccessQuestions,
  PeopleWithAccessQuery,
  PersonWithAccess,
} from './access.dto.js';
import { AccessListsService } from './access-lists.service.js';
import { ChecksService } from './checks.service.js';
import { ExplanationResponse } from './explanation.dto.js';
import { ExplanationsService } from './explanations.service.js';
import { readPermission } from '../read-permission.js';
import { readQuestion, readReference } from './question.rule.js';

/**
 * Questions about rights. Organization and property come from body or query here and nowhere else in the service, so
 * that one call can ask about several; `ScopeProver` proves each as the guard would prove a path.
 */
@ApiTags('access')
@ApiHeader({
  name: 'X-Access-Reason',
  required: false,
  description:
    'For platform staff: why you ask about an organization. It is recorded and the tenant sees it.',
})
@Controller('api/v1/access')
export class AccessController {
  constructor(
    private readonly checks: ChecksService,
    private readonly explanations: ExplanationsService,
    private readonly lists: AccessListsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Post('check')
  @HttpCode(200)
  @SignedIn()
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'checkAccess',
    summary: 'May this person do this there? Without `userId`: may the caller?',
  })
  @ApiOkResponse({ type: AccessAnswer })
  async check(
    @CurrentPrincipal() caller: Principal,
    @MaybePerson() person: PersonScope | null,
    @MaybePlatform() platform: PlatformScope | null,
    @StatedSupportAccess() support: SupportAccess,
    @Body() body: AccessQuestion,
  ): Promise<AccessAnswer> {
    const requester = { caller, person, platform, support };
    return { allowed: await this.checks.check(requester, readQuestion(caller.model, body)) };
  }

  @Post('check/batch')
  @HttpCode(200)
  @SignedIn()
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'checkAccessBatch', summary: 'Up to 500 questions at once' })
  @ApiOkResponse({ type: AccessAnswers })
  async checkBatch(
    @CurrentPrincipal() caller: Principal,
    @MaybePerson() person: PersonScope | null,
    @MaybePlatform() platform: PlatformScope | null,
    @StatedSupportAccess() support: SupportAccess,
    @Body() body: AccessQuestions,
  ): Promise<AccessAnswers> {
    const requester = { caller, person, platform, support };
    const answers = await this.checks.checkAll(
      requester,
      body.checks.map((asked) => readQuestion(caller.model, asked)),
    );
    return {
      results: answers.map((answer) =>
        answer instanceof AppError ? { allowed: false, code: answer.code } : { allowed: answer, code: null },
      ),
    };
  }

  @Post('explain')
  @HttpCode(200)
  @SignedIn()
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'explainAccess',
    summary: 'Why, or why not; and on a no, what would change it and who may do that',
  })
  @ApiOkResponse({ type: ExplanationResponse })
  async explain(
    @CurrentPrincipal() caller: Principal,
    @MaybePerson() person: PersonScope | null,
    @MaybePlatform() platform: PlatformScope | null,
    @StatedSupportAccess() support: SupportAccess,
    @Body() body: AccessQuestion,
  ): Promise<ExplanationResponse> {
    return this.explanations.explain({ caller, person, platform, support }, readQuestion(caller.model, body));
  }

  @Get('properties')
  @SignedIn()
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listAccessibleProperties',
    summary: 'On which properties does one hold a permission?',
  })
  @ApiPageOf(AccessibleProperty)
  async listProperties(
    @CurrentPrincipal() caller: Principal,
    @MaybePerson() person: PersonScope | null,
    @MaybePlatform() platform: PlatformScope | null,
    @StatedSupportAccess() support: SupportAccess,
    @Query() query: AccessiblePropertiesQuery,
  ): Promise<Page<AccessibleProperty>> {
    const { permission, organizationId = '', userId = '' } = query;
    const list = `access properties ${idOfCaller(caller)} ${permission} ${organizationId} ${userId}`;
    const requester = { caller, person, platform, support };
    const wanted = readPermission(caller.model, permission);
    const organization = readReference(query.organizationId, 'org');
    const user = readReference(query.userId, 'user');
    return pageById(this.cursors, list, query, {
      read: (after, limit) =>
        this.lists.listProperties(requester, wanted, organization, user, { after, limit }),
      keyOf: ({ id }) => id,
      present: (row) => row,
    });
  }

  @Get('people')
  @SignedIn()
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listPeopleWithAccess',
    summary: 'Who holds a permission here? Members only; platform staff is not told',
  })
  @ApiPageOf(PersonWithAccess)
  async listPeople(
    @CurrentPrincipal() caller: Principal,
    @MaybePerson() person: PersonScope | null,
    @MaybePlatform() platform: PlatformScope | null,
    @StatedSupportAccess() support: SupportAccess,
    @Query() query: PeopleWithAccessQuery,
  ): Promise<Page<PersonWithAccess>> {
    const { permission, organizationId, propertyId = null } = query;
    const list = `access people ${permission} ${organizationId} ${propertyId ?? ''}`;
    const organization = found(readReference(organizationId, 'org'));
    const requester = { caller, person, platform, support };
    const wanted = readPermission(caller.model, permission);
    return pageById(this.cursors, list, query, {
      read: (after, limit) =>
        this.lists.listPeople(requester, wanted, organization, propertyId, { after, limit }),
      keyOf: ({ id }) => id,
      present: ({ id, clerkId, emailAddress, firstName, lastName }) => ({
        userId: id,
        clerkUserId: clerkId,
        emailAddress,
        firstName,
        lastName,
      }),
    });
  }
}
