import type { INestApplicationContext } from '@nestjs/common';
import { parseEnvironment } from '#settings';
import { CommandFailure } from '../command-failure.js';
import { effectiveSettings } from '../effective-settings.js';
import { withService } from '../service-context.js';

/** Runs work on accounts of an older system. @throws CommandFailure where the service is not told to move any */
export async function withAccounts<T>(work: (service: INestApplicationContext) => Promise<T>): Promise<T> {
  if (!parseEnvironment(effectiveSettings()).legacyAccountsEnabled) {
    throw new CommandFailure(
      'This service moves no accounts of an older system. Set LEGACY_ACCOUNTS_ENABLED=true to have it do so.',
    );
  }
  return withService(work);
}

/** Runs work on what people sign in and up with. @throws CommandFailure where nobody does so by this service */
export async function withSignIn<T>(work: (service: INestApplicationContext) => Promise<T>): Promise<T> {
  if (!parseEnvironment(effectiveSettings()).accountSignInEnabled) {
    throw new CommandFailure(
      'Nobody signs in by this service. Set ACCOUNT_SIGN_IN_ENABLED=true to have it serve sign-in and sign-up.',
    );
  }
  return withService(work);
}

/** `3 accounts`, `1 account`. */
export function accounts(count: number): string {
  return count === 1 ? '1 account' : `${count} accounts`;
}
