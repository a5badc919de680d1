import { Module } from '@nestjs/common';
import { AccountsModule } from './accounts.module.js';
import { OwnAccountController } from './own-account/own-account.controller.js';
import { PasswordResetController } from './password-reset/password-reset.controller.js';
import { AccountSignInController } from './sign-in/account-sign-in.controller.js';
import { SignUpController } from './sign-up/sign-up.controller.js';

/** The routes of signing in: a part of the service where they are switched on, and nowhere else. */
@Module({
  imports: [AccountsModule],
  controllers: [AccountSignInController, SignUpController, OwnAccountController, PasswordResetController],
})
export class AccountSignInModule {}
