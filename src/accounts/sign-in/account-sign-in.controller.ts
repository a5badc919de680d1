import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#auth';
import { Environment } from '#settings';
import { AccountCookies } from './account-cookies.js';
import { SwitchedOn } from './switched-on.js';
import { SecondFactorService } from './second-factor.service.js';
import { SessionTokensService } from './session-tokens.service.js';
import { SecondFactorRequest, SessionTokenResponse, SignInRequest, SignInResponse } from './sign-in.dto.js';
import { SignInService } from './sign-in.service.js';
import { visitorOf } from './visitor.js';

/** Signing in as a backend-for-frontend: the browser has a cookie of ours and short tokens, and never talks to Clerk. */
@ApiTags('you')
@Controller('api/v1/auth')
export class AccountSignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly secondFactors: SecondFactorService,
    private readonly tokens: SessionTokensService,
    private readonly cookies: AccountCookies,
    private readonly environment: Environment,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'signIn',
    summary: 'Signs in by password; sets a session cookie. There where ACCOUNT_SIGN_IN_ENABLED is true',
  })
  @ApiOkResponse({ type: SignInResponse })
  async signIn(
    @Body() { emailAddress, password }: SignInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResponse> {
    const visitor = visitorOf(request, this.environment);
    const outcome = await this.signIns.signIn({ emailAddress, password }, visitor);
    if (outcome.cookie !== null) this.cookies.giveSession(request, reply, outcome.cookie);
    return SignInResponse.from(outcome);
  }

  @Post('second-factor')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'proveSecondFactor',
    summary: 'Sends or tries the code of a second factor. There where ACCOUNT_SIGN_IN_ENABLED is true',
  })
  @ApiOkResponse({ type: SignInResponse })
  async secondFactor(
    @Body() { strategy, code }: SecondFactorRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResponse> {
    const visitor = visitorOf(request, this.environment);
    return this.cookies.withSession(request, reply, async (cookie) => {
      const outcome = await this.secondFactors.prove(cookie, { strategy, code }, visitor, (next) => {
        this.cookies.giveSession(request, reply, next);
      });
      return SignInResponse.from(outcome);
    });
  }

  @Post('session/refresh')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'refreshSession',
    summary: 'The next session token, and the next cookie. There where ACCOUNT_SIGN_IN_ENABLED is true',
  })
  @ApiOkResponse({ type: SessionTokenResponse })
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionTokenResponse> {
    const visitor = visitorOf(request, this.environment);
    return this.cookies.withSession(request, reply, async (cookie) =>
      SessionTokenResponse.from(
        await this.tokens.refresh(cookie, visitor, (next) => {
          this.cookies.giveSession(request, reply, next);
        }),
      ),
    );
  }

  @Post('sign-out')
  @HttpCode(204)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'signOut',
    summary: 'Ends the session of the cookie, here and at Clerk. There where ACCOUNT_SIGN_IN_ENABLED is true',
  })
  @ApiNoContentResponse()
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    visitorOf(request, this.environment);
    await this.cookies.withSession(request, reply, (cookie) => this.tokens.signOut(cookie));
    this.cookies.giveSession(request, reply, null);
  }
}
