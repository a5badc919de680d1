import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#auth';
import { httpErrors, PathParam, patternValue } from '#libs/http';
import { Environment } from '#settings';
import { AccountCookies } from '../sign-in/account-cookies.js';
import { SwitchedOn } from '../sign-in/switched-on.js';
import { visitorOf } from '../sign-in/visitor.js';
import {
  BackupCodesResponse,
  FactorsResponse,
  PasswordRequest,
  PHONE_ID_PATTERN,
  PhoneRequest,
  PhoneResponse,
  ReverificationRequest,
  ReverificationResponse,
  TotpRequest,
  TotpResponse,
} from './own-account.dto.js';
import { OwnAccountService, type SignedInVisitor } from './own-account.service.js';

const HERE = 'There where ACCOUNT_SIGN_IN_ENABLED is true';
const PHONE_ID = patternValue(PHONE_ID_PATTERN, 68, 'an id of a phone number');

/** Second factors and passwords of people who signed in by this service: the session cookie says who asks. */
@ApiTags('you')
@Controller('api/v1/auth')
export class OwnAccountController {
  constructor(
    private readonly account: OwnAccountService,
    private readonly cookies: AccountCookies,
    private readonly environment: Environment,
  ) {}

  @Get('factors')
  @Public()
  @SwitchedOn()
  @ApiOperation({ operationId: 'listFactors', summary: `What you prove yourself with. ${HERE}` })
  @ApiOkResponse({ type: FactorsResponse })
  async factors(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FactorsResponse> {
    return this.as(request, reply, async (who) => FactorsResponse.from(await this.account.factors(who)));
  }

  @Post('totp')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'enrolTotp',
    summary: `Enrols an authenticator app: a secret, then a code of it. ${HERE}`,
  })
  @ApiOkResponse({ type: TotpResponse })
  async totp(
    @Body() { code }: TotpRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TotpResponse> {
    return this.as(request, reply, async (who) => {
      if (code === undefined)
        return { status: 'needs_code', backupCodes: [], ...(await this.account.createTotp(who)) };
      const backupCodes = await this.account.proveTotp(code, who);
      return { status: 'enrolled', secret: null, uri: null, backupCodes };
    });
  }

  @Delete('totp')
  @HttpCode(204)
  @Public()
  @SwitchedOn()
  @ApiOperation({ operationId: 'removeTotp', summary: `Removes the authenticator app. ${HERE}` })
  @ApiNoContentResponse()
  async removeTotp(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.as(request, reply, (who) => this.account.removeTotp(who));
  }

  @Post('backup-codes')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'replaceBackupCodes',
    summary: `Makes new backup codes, shown this once. ${HERE}`,
  })
  @ApiOkResponse({ type: BackupCodesResponse })
  async backupCodes(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BackupCodesResponse> {
    return this.as(request, reply, async (who) => ({
      backupCodes: await this.account.replaceBackupCodes(who),
    }));
  }

  @Post('phone')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'enrolPhone',
    summary: `Enrols a phone: a code is sent to the number, then tried. ${HERE}`,
  })
  @ApiOkResponse({ type: PhoneResponse })
  async phone(
    @Body() { phoneNumber, phoneNumberId, code }: PhoneRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PhoneResponse> {
    return this.as(request, reply, async (who) => {
      if (phoneNumber !== undefined && phoneNumberId === undefined && code === undefined) {
        const { id } = await this.account.addPhone(phoneNumber, who);
        return { status: 'needs_code', phoneNumberId: id, backupCodes: [] };
      }
      if (phoneNumber !== undefined || phoneNumberId === undefined || code === undefined)
        throw httpErrors.invalidRequest({ detail: 'Send phoneNumber, or phoneNumberId and code.' });
      const backupCodes = await this.account.provePhone(phoneNumberId, code, who);
      return { status: 'enrolled', phoneNumberId, backupCodes };
    });
  }

  @Delete('phone/:phoneNumberId')
  @HttpCode(204)
  @Public()
  @SwitchedOn()
  @ApiOperation({ operationId: 'removePhone', summary: `Removes a phone. ${HERE}` })
  @ApiNoContentResponse()
  async removePhone(
    @PathParam('phoneNumberId', PHONE_ID, {
      description: 'Clerk’s id of the phone number.',
      example: 'idn_2Ro7e2IxrffdqBboq8KfB6eGbIy',
    })
    phoneNumberId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.as(request, reply, (who) => this.account.removePhone(phoneNumberId, who));
  }

  @Post('password')
  @HttpCode(204)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'changePassword',
    summary: `Changes the password, and ends your other sessions. ${HERE}`,
  })
  @ApiNoContentResponse()
  async password(
    @Body() { currentPassword, newPassword }: PasswordRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const change = { current: currentPassword ?? null, next: newPassword };
    await this.as(request, reply, (who) => this.account.changePassword(change, who));
  }

  @Post('reverification')
  @HttpCode(200)
  @Public()
  @SwitchedOn()
  @ApiOperation({
    operationId: 'proveIdentity',
    summary: `Proves again who you are, where reverification_required asks for it. ${HERE}`,
  })
  @ApiOkResponse({ type: ReverificationResponse })
  async reverify(
    @Body() { password, strategy, code }: ReverificationRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReverificationResponse> {
    return this.as(request, reply, async (who) => {
      if (password !== undefined && strategy === undefined && code === undefined)
        return ReverificationResponse.from(await this.account.reverifyPassword(password, who));
      if (password !== undefined || strategy === undefined)
        throw httpErrors.invalidRequest({ detail: 'Send password, or strategy and code.' });
      return ReverificationResponse.from(await this.account.reverifyFactor({ strategy, code }, who));
    });
  }

  private as<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (who: SignedInVisitor) => Promise<T>,
  ): Promise<T> {
    const visitor = visitorOf(request, this.environment);
    return this.cookies.withSession(request, reply, (cookie) => work({ cookie, visitor }));
  }
}
