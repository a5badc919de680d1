import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { TenantsModule } from '#tenants';
import {
  ClerkFrontend,
  ClerkOwnAccount,
  ClerkPasswordResets,
  ClerkSignUps,
  FrontendTransport,
} from '#libs/clerk';
import { Environment } from '#settings';
import { UsersModule } from '#users';
import { AccountLinkerService } from './import/account-linker.service.js';
import { AccountMoverService } from './import/account-mover.service.js';
import { ImportLeaseService } from './import/import-lease.service.js';
import { ImportService } from './import/import.service.js';
import { ImportLedgerStore } from './import/import-ledger.store.js';
import { AccountSealService } from './legacy/account-seal.service.js';
import { LoadService } from './load/load.service.js';
import { LoadingStore } from './load/loading.store.js';
import { ClerkAtRateService } from './import/clerk-at-rate.service.js';
import { OwnAccountService } from './own-account/own-account.service.js';
import { PasswordResetService } from './password-reset/password-reset.service.js';
import { PasswordResetsStore } from './password-reset/password-resets.store.js';
import { AccountPagesService } from './pages/account-pages.service.js';
import { PageOpener } from './pages/page-opener.js';
import { RetireService } from './retire/retire.service.js';
import { RetirementStore } from './retire/retirement.store.js';
import { SignInDaysService } from './retire/sign-in-days.service.js';
import { RightMoverService } from './rights/right-mover.service.js';
import { RightsImportService } from './rights/rights-import.service.js';
import { RightsLoadService } from './rights/rights-load.service.js';
import { RightsStore } from './rights/rights.store.js';
import { RightsAfterMoveService } from './run/rights-after-move.service.js';
import { ImportRunService } from './run/import-run.service.js';
import { VerificationQueue } from './sign-in/digests/verification-queue.js';
import { LazyMoveService } from './sign-in/people/lazy-move.service.js';
import { SignInPeopleService } from './sign-in/people/sign-in-people.service.js';
import { SecondFactorService } from './sign-in/second-factor.service.js';
import { SessionTokensService } from './sign-in/session-tokens.service.js';
import { AccountSessionsService } from './sign-in/sessions/account-sessions.service.js';
import { AccountSessionsStore } from './sign-in/sessions/account-sessions.store.js';
import { AccountSessionsWorker } from './sign-in/sessions/account-sessions.worker.js';
import { SignInAttempts } from './sign-in/sign-in-attempts.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignInTurns } from './sign-in/sign-in-turns.js';
import { AccountCookies } from './sign-in/account-cookies.js';
import { InvitesService } from './sign-up/invites/invites.service.js';
import { InvitesStore } from './sign-up/invites/invites.store.js';
import { SignUpLedgerService } from './sign-up/sign-up-ledger.service.js';
import { SignUpLimits } from './sign-up/sign-up-limits.js';
import { SignUpSettlerService } from './sign-up/sign-up-settler.service.js';
import { SignUpService } from './sign-up/sign-up.service.js';
import { SignUpsJobService } from './sign-up/sign-ups-job.service.js';
import { SignUpsStore } from './sign-up/sign-ups.store.js';
import { SweepJobService } from './sweep/sweep-job.service.js';
import { SweepService } from './sweep/sweep.service.js';
import { RightsUndoService } from './undo/rights-undo.service.js';
import { UndoService } from './undo/undo.service.js';
import { StatusService } from './status.service.js';

@Module({
  imports: [AuditModule, UsersModule, TenantsModule],
  providers: [
    AccountCookies,
    AccountLinkerService,
    AccountPagesService,
    PageOpener,
    AccountMoverService,
    AccountSealService,
    ImportLeaseService,
    ImportRunService,
    AccountSessionsService,
    AccountSessionsStore,
    AccountSessionsWorker,
    ImportService,
    InvitesService,
    InvitesStore,
    LazyMoveService,
    ImportLedgerStore,
    LoadingStore,
    LoadService,
    OwnAccountService,
    PasswordResetService,
    PasswordResetsStore,
    RetireService,
    RetirementStore,
    RightMoverService,
    RightsAfterMoveService,
    RightsImportService,
    RightsLoadService,
    RightsStore,
    RightsUndoService,
    SecondFactorService,
    SessionTokensService,
    SignInAttempts,
    SignInPeopleService,
    SignInService,
    SignInTurns,
    SignUpLedgerService,
    SignUpLimits,
    SignUpService,
    SignUpSettlerService,
    SignUpsJobService,
    SignUpsStore,
    StatusService,
    ClerkAtRateService,
    SignInDaysService,
    SweepJobService,
    SweepService,
    UndoService,
    VerificationQueue,
    {
      provide: FrontendTransport,
      inject: [Environment],
      useFactory: ({ clerk }: Environment) =>
        new FrontendTransport({
          frontendUrl: clerk.issuer,
          isDevelopment: clerk.publishableKey.startsWith('pk_test_'),
          breakerCooldownMs: clerk.breakerCooldownMs,
        }),
    },
    ...[ClerkFrontend, ClerkOwnAccount, ClerkPasswordResets, ClerkSignUps].map((part) => ({
      provide: part,
      inject: [FrontendTransport],
      useFactory: (transport: FrontendTransport) => new part(transport),
    })),
  ],
  exports: [
    AccountCookies,
    OwnAccountService,
    PasswordResetService,
    SecondFactorService,
    SessionTokensService,
    SignInService,
    SignUpService,
  ],
})
export class AccountsModule {}
