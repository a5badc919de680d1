import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/** Of a route that is a part of the service where signing in by it is switched on, and is not there at all elsewhere. */
export const SwitchedOn = (): MethodDecorator =>
  applyDecorators(ApiExtension('x-switched-on-by', 'ACCOUNT_SIGN_IN_ENABLED'));
