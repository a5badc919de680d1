import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { OrganizationSignInPolicyController } from './organization-sign-in-policy.controller.js';
import { PlatformSignInPolicyController } from './platform-sign-in-policy.controller.js';
import { SignInPoliciesService } from './sign-in-policies.service.js';
import { SignInPoliciesStore } from './sign-in-policies.store.js';

/** The policies that the guard holds sign-ins to. */
@Module({
  imports: [AuditModule],
  controllers: [OrganizationSignInPolicyController, PlatformSignInPolicyController],
  providers: [SignInPoliciesService, SignInPoliciesStore],
  exports: [SignInPoliciesService],
})
export class SignInModule {}
