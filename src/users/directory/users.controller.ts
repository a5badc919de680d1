import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  NotImpersonated,
  OnPlatform,
  type Reference,
  ReferenceParam,
  OpenToServiceAccounts,
  RequirePermission,
  StepUp,
} from '#auth';
import type { PlatformScope } from '#libs/database';
import { ApiPageOf, CursorCodec, type Page, pageById, PageQuery, TextField } from '#libs/http';
import { UserResponse } from '../user.dto.js';
import { UsersService } from './users.service.js';

export class UsersQuery extends PageQuery {
  @TextField({
    max: 100,
    optional: true,
    description: 'Beginning of the e-mail address, first or last name.',
  })
  query?: string;
}

@ApiTags('people')
@Controller('api/v1/users/:userId')
export class UserController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @RequirePermission('platform:users:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getUser', summary: 'One person' })
  @ApiOkResponse({ type: UserResponse })
  async read(@OnPlatform() scope: PlatformScope, @ReferenceParam('userId', 'user') person: Reference) {
    return UserResponse.from(await this.users.get(scope, person));
  }

  @Post('ban')
  @HttpCode(200)
  @RequirePermission('platform:users:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'banUser',
    summary: 'Ban a person: refused here at once, and at Clerk as soon as it has heard',
  })
  @ApiOkResponse({ type: UserResponse })
  async ban(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
  ) {
    return UserResponse.from(await this.users.ban(scope, caller, person));
  }

  @Post('unban')
  @HttpCode(200)
  @RequirePermission('platform:users:manage')
  @NotImpersonated()
  @ApiOperation({ operationId: 'unbanUser', summary: 'Let a banned person in again' })
  @ApiOkResponse({ type: UserResponse })
  async unban(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
  ) {
    return UserResponse.from(await this.users.unban(scope, caller, person));
  }

  @Post('sessions/revoke')
  @HttpCode(204)
  @RequirePermission('platform:users:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'revokeUserSessions',
    summary: 'Sign a person out everywhere; tokens issued until now are refused at once',
  })
  @ApiNoContentResponse()
  async revokeSessions(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
  ): Promise<void> {
    await this.users.revokeSessions(scope, caller, person);
  }
}

@ApiTags('people')
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('platform:users:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listUsers', summary: 'People, newest first' })
  @ApiPageOf(UserResponse)
  async list(@OnPlatform() scope: PlatformScope, @Query() query: UsersQuery): Promise<Page<UserResponse>> {
    return pageById(this.cursors, `users ${query.query ?? ''}`, query, {
      read: (before, limit) => this.users.search(scope, { text: query.query ?? null, before, limit }),
      keyOf: ({ id }) => id,
      present: (row) => UserResponse.from(row),
    });
  }
}
