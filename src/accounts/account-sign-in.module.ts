import { Module } from '@nestjs/common';
import { AccountsModule } from './accounts.module.js';
import { AccountSignInController } from './sign-in/account-sign-in.controller.js';
import { SignUpController } from './sign-up/sign-up.controller.js';

/** The routes of signing in: a part of the service where they are switched on, and nowhere else. */
@Module({ imports: [AccountsModule], controllers: [AccountSignInController, SignUpController] })
export class AccountSignInModule {}
