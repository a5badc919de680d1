import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Environment } from '#settings';
import { CallerIdentity, IdempotencyStore, UserRateLimitGuard } from '#libs/http';
import { Clock } from '#libs/time';
import {
  AccessDirectory,
  AccessLog,
  MembershipResolver,
  MirrorState,
  SessionResolver,
  UnknownPersonResolver,
} from './access-directory.js';
import { AccessGuard } from './access.guard.js';
import { BreakGlassAdmission } from './break-glass/break-glass-admission.js';
import { BreakGlassLedger } from './break-glass/break-glass-ledger.js';
import { AuthorizationModels, AuthorizationModelSource } from './authorization-models.js';
import { ClerkTokenVerifier } from './clerk-token-verifier.js';
import { DocumentReaders } from './document-readers.js';
import { PagePasses } from './pages/page-passes.js';
import { PageVisitsController } from './pages/page-visits.controller.js';
import { PostgresIdempotencyStore } from './postgres-idempotency.store.js';
import { RevocationSource, RevocationWatch } from './revocation-watch.js';
import { RoleConflictResolver } from './role-conflict-resolver.js';
import { SessionController } from './session.controller.js';
import { ServiceAccountAccess } from './service-account-access.js';
import { ServiceAccountAdmission } from './service-account-admission.js';
import { ServiceAccountDirectory } from './service-account-directory.js';
import { SignedInCaller } from './signed-in-caller.js';
import { StagingDirectory, StagingGate } from './staging-gate.js';
import { TokenReader } from './token-reader.js';
import { TokenVerifier } from './token-verifier.js';

export interface AuthPorts {
  /** The modules that export the classes below. */
  imports: NonNullable<ModuleMetadata['imports']>;
  directory: Type<AccessDirectory>;
  unknownPeople: Type<UnknownPersonResolver>;
  accessLog: Type<AccessLog>;
  authorizationModels: Type<AuthorizationModelSource>;
  revocations: Type<RevocationSource>;
  memberships: Type<MembershipResolver>;
  mirrorState: Type<MirrorState>;
  sessions: Type<SessionResolver>;
  serviceAccounts: Type<ServiceAccountDirectory>;
  staging: Type<StagingDirectory>;
  breakGlass: Type<BreakGlassLedger>;
}

/** The guard before every route, and `GET /session`. */
@Module({})
export class AuthModule {
  /** @param ports what the guard needs from modules that stand to its right */
  static forRoot(ports: AuthPorts): DynamicModule {
    return {
      module: AuthModule,
      // Who calls, and what was asked once already, are asked for by the edge in front of every module's routes.
      global: true,
      imports: [...ports.imports, DiscoveryModule],
      controllers: [SessionController, PageVisitsController],
      providers: [
        { provide: AccessDirectory, useExisting: ports.directory },
        { provide: UnknownPersonResolver, useExisting: ports.unknownPeople },
        { provide: AccessLog, useExisting: ports.accessLog },
        {
          provide: TokenVerifier,
          inject: [Environment, Clock],
          useFactory: ({ clerk }: Environment, clock: Clock) =>
            new TokenVerifier({
              jwtKeys: clerk.jwtKeys,
              issuer: clerk.issuer,
              authorizedParties: clerk.authorizedParties,
              clockSkewMs: clerk.clockSkewMs,
              now: () => clock.nowMs(),
            }),
        },
        { provide: AuthorizationModelSource, useExisting: ports.authorizationModels },
        AuthorizationModels,
        TokenReader,
        { provide: RevocationSource, useExisting: ports.revocations },
        RevocationWatch,
        { provide: SessionResolver, useExisting: ports.sessions },
        { provide: MembershipResolver, useExisting: ports.memberships },
        { provide: MirrorState, useExisting: ports.mirrorState },
        { provide: ServiceAccountDirectory, useExisting: ports.serviceAccounts },
        { provide: StagingDirectory, useExisting: ports.staging },
        { provide: BreakGlassLedger, useExisting: ports.breakGlass },
        StagingGate,
        BreakGlassAdmission,
        ClerkTokenVerifier,
        ServiceAccountAccess,
        ServiceAccountAdmission,
        RoleConflictResolver,
        DocumentReaders,
        PagePasses,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: UserRateLimitGuard },
        { provide: CallerIdentity, useClass: SignedInCaller },
        { provide: IdempotencyStore, useClass: PostgresIdempotencyStore },
      ],
      exports: [
        AuthorizationModels,
        CallerIdentity,
        DocumentReaders,
        IdempotencyStore,
        PagePasses,
        ServiceAccountAccess,
        SessionResolver,
      ],
    };
  }
}
