import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#auth';
import { httpErrors } from '#libs/http';
import { Environment } from '#settings';
import { AccountCookies } from '../sign-in/account-cookies.js';
import { SwitchedOn } from '../sign-in/switched-on.js';
import { visitorOf } from '../sign-in/visitor.js';
import { PASSWORD_RESET_COOKIE } from './password-reset-cookie.js';
import { PasswordResetRequest, PasswordResetResponse } from './password-reset.dto.js';
import { PasswordResetService } from './password-reset.service.js';

/** Resetting a password by the code that Clerk mails. */
@ApiTags('you')
@Controller('api/v1/auth')
export class PasswordResetController {
  constructor(
    private readonly resets: PasswordResetService,
    private readonly cookies: AccountCookies,
    private readonly environment: Environment,
  ) {}

  @Post('password-reset')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'resetPassword',
    summary: 'Has a code mailed, then sets the password with it. There where ACCOUNT_SIGN_IN_ENABLED is true',
  })
  @ApiOkResponse({ type: PasswordResetResponse })
  async reset(
    @Body() { emailAddress, code, password }: PasswordResetRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PasswordResetResponse> {
    const visitor = visitorOf(request, this.environment);
    if (emailAddress !== undefined && code === undefined && password === undefined) {
      const begun = await this.resets.begin(emailAddress, visitor);
      this.cookies.giveHandle(PASSWORD_RESET_COOKIE, request, reply, begun);
      return PasswordResetResponse.waiting();
    }
    if (emailAddress !== undefined || password === undefined)
      throw httpErrors.invalidRequest({ detail: 'Send emailAddress, or code and password.' });
    const handle = this.cookies.readHandle(PASSWORD_RESET_COOKIE, request);
    const outcome = await this.resets.finish(handle, { code, password }, visitor);
    this.cookies.giveHandle(PASSWORD_RESET_COOKIE, request, reply, null);
    if (outcome.cookie !== null) this.cookies.giveSession(request, reply, outcome.cookie);
    return PasswordResetResponse.from(outcome);
  }
}
