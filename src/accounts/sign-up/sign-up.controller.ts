import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#auth';
import { Environment } from '#settings';
import { AccountCookies } from '../sign-in/account-cookies.js';
import { SwitchedOn } from '../sign-in/switched-on.js';
import { visitorOf } from '../sign-in/visitor.js';
import { SIGN_UP_COOKIE } from './sign-up-cookie.js';
import { SignUpRequest, SignUpResponse, VerifyEmailRequest } from './sign-up.dto.js';
import { SignUpService } from './sign-up.service.js';

/** Signing up behind an invite code, as a backend-for-frontend. */
@ApiTags('you')
@Controller('api/v1/auth')
export class SignUpController {
  constructor(
    private readonly signUps: SignUpService,
    private readonly cookies: AccountCookies,
    private readonly environment: Environment,
  ) {}

  @Post('sign-up')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'signUp',
    summary: 'Takes an invite code, and has a code mailed. There where ACCOUNT_SIGN_IN_ENABLED is true',
  })
  @ApiOkResponse({ type: SignUpResponse })
  async signUp(
    @Body() { firstName, lastName, ...credentials }: SignUpRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignUpResponse> {
    const visitor = visitorOf(request, this.environment);
    const form = { ...credentials, firstName: firstName ?? null, lastName: lastName ?? null };
    const handle = await this.signUps.begin(form, visitor);
    this.cookies.giveHandle(SIGN_UP_COOKIE, request, reply, handle);
    return SignUpResponse.waiting();
  }

  @Post('verify-email')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'verifyEmail',
    summary:
      'Tries the mailed code; the right one makes the account. There where ACCOUNT_SIGN_IN_ENABLED is true',
  })
  @ApiOkResponse({ type: SignUpResponse })
  async verifyEmail(
    @Body() { code }: VerifyEmailRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignUpResponse> {
    const visitor = visitorOf(request, this.environment);
    const handle = this.cookies.readHandle(SIGN_UP_COOKIE, request);
    if (code === undefined) {
      await this.signUps.resend(handle, visitor);
      return SignUpResponse.waiting();
    }
    const outcome = await this.signUps.verify(handle, code, visitor);
    this.cookies.giveHandle(SIGN_UP_COOKIE, request, reply, null);
    if (outcome.cookie !== null) this.cookies.giveSession(request, reply, outcome.cookie);
    return SignUpResponse.from(outcome);
  }
}
