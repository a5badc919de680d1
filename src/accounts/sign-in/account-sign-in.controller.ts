import { applyDecorators, Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExtension, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#auth';
import { AppError } from '#libs/http';
import { Environment } from '#settings';
import { SecondFactorService } from './second-factor.service.js';
import { SESSION_SECONDS } from './sessions/account-sessions.service.js';
import { readCookie, type SessionCookie, setCookie } from './sessions/session-cookie.js';
import { SessionTokensService } from './session-tokens.service.js';
import { SecondFactorRequest, SessionTokenResponse, SignInRequest, SignInResponse } from './sign-in.dto.js';
import { SignInService } from './sign-in.service.js';
import { visitorOf } from './visitor.js';

/** Where Clerk's token is asked for is no secret; there is no route at all unless it is switched on. */
const Optional = (): MethodDecorator =>
  applyDecorators(ApiExtension('x-switched-on-by', 'ACCOUNT_SIGN_IN_ENABLED'));

/** Signing in as a backend-for-frontend: the browser has a cookie of ours and short tokens, and never talks to Clerk. */
@ApiTags('you')
@Controller('api/v1/auth')
export class AccountSignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly secondFactors: SecondFactorService,
    private readonly tokens: SessionTokensService,
    private readonly environment: Environment,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @Public()
  @Optional()
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
    if (outcome.cookie !== null) this.give(request, reply, outcome.cookie);
    return SignInResponse.from(outcome);
  }

  @Post('second-factor')
  @HttpCode(200)
  @Public()
  @Optional()
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
    return this.withCookie(request, reply, async (cookie) => {
      const outcome = await this.secondFactors.prove(cookie, { strategy, code }, visitor, (next) => {
        this.give(request, reply, next);
      });
      return SignInResponse.from(outcome);
    });
  }

  @Post('session/refresh')
  @HttpCode(200)
  @Public()
  @Optional()
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
    return this.withCookie(request, reply, async (cookie) =>
      SessionTokenResponse.from(
        await this.tokens.refresh(cookie, visitor, (next) => {
          this.give(request, reply, next);
        }),
      ),
    );
  }

  @Post('sign-out')
  @HttpCode(204)
  @Public()
  @Optional()
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
    await this.withCookie(request, reply, (cookie) => this.tokens.signOut(cookie));
    this.give(request, reply, null);
  }

  /** A cookie that opens nothing is taken away. */
  private async withCookie<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (cookie: SessionCookie | 'none' | null) => Promise<T>,
  ): Promise<T> {
    const cookie = readCookie(request.headers.cookie, this.isSecure(request));
    try {
      return await work(cookie);
    } catch (error) {
      const isOver = error instanceof AppError && OVER.has(error.code);
      if (isOver && cookie !== 'none') this.give(request, reply, null);
      throw error;
    }
  }

  private give(request: FastifyRequest, reply: FastifyReply, cookie: SessionCookie | null): void {
    // Fastify would add to what stands there; the last word counts alone.
    void reply
      .removeHeader('set-cookie')
      .header('set-cookie', setCookie(cookie, this.isSecure(request), SESSION_SECONDS));
  }

  /** In production always, whatever a proxy forgot to say. */
  private isSecure(request: FastifyRequest): boolean {
    return this.environment.isProduction || request.protocol === 'https';
  }
}

const OVER = new Set([
  'session_cookie_invalid',
  'session_cookie_reused',
  'session_ended',
  'second_factor_not_pending',
]);
