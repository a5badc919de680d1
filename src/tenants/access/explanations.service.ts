import { Injectable } from '@nestjs/common';
import {
  explain,
  type Grant,
  type GroupReference,
  type PermissionKey,
  permissionLevel,
  platformScope,
  prepareWorld,
  type Scope,
} from '#libs/authz';
import { isSignInFault } from '#auth';
import { AppError } from '#libs/http';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { HeldGrantsStore } from '../roles/held-grants.store.js';
import { ExplanationResponse } from './explanation.dto.js';
import { OwnExplanationService } from './own-explanation.service.js';
import { presentExplanation } from './present-explanation.js';
import { PlatformAnswersService } from './platform-answers.service.js';
import type { Question } from './question.rule.js';
import { ReachStore } from './reach.store.js';
import type { AccessContext } from './access-context.js';
import { type Requester, type Looked, AccessContextsService, isCaller } from './access-contexts.service.js';

/** Nobody asks a hundred people; further ones are not looked up. */
const MAX_GIVERS = 100;
const MAX_GROUPS = 10;

/** Says why somebody may or may not do something, and what would change a no. */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly accessContexts: AccessContextsService,
    private readonly platform: PlatformAnswersService,
    private readonly reach: ReachStore,
    private readonly heldGrants: HeldGrantsStore,
    private readonly users: UserLookupService,
    private readonly ownExplanation: OwnExplanationService,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError as for the plain question */
  async explain(requester: Requester, question: Question): Promise<ExplanationResponse> {
    const { organization, propertyId, person } = question;
    if (organization === null) return this.onPlatform(requester, question);
    const about = {
      people: person === null ? [] : [person],
      propertyIds: propertyId === null ? [] : [propertyId],
    };
    const { caller } = requester;
    const isAboutSelf = person === null || isCaller(person, caller);
    return this.accessContexts
      .within(requester, organization, about, (looked) =>
        caller.kind === 'service_account' && person === null
          ? this.ownExplanation.of(caller, looked.accessContext, question.permission, propertyId)
          : this.inOrganization(looked, question),
      )
      .catch((error: unknown) => {
        // Whoever asks about themselves hears what stands in their way, as an answer.
        if (!isAboutSelf || !(error instanceof AppError) || !isSignInFault(error.code)) throw error;
        const whose = error.extensions['policyOf'] === 'platform' ? 'platform' : 'organization';
        return ExplanationResponse.refusedBySignIn(error.code, whose);
      });
  }

  private async inOrganization(looked: Looked, question: Question): Promise<ExplanationResponse> {
    const { accessContext, idOf } = looked;
    const place = accessContext.placeOf(question.propertyId);
    const userId = idOf(question.person);
    const refusal = accessContext.refusalToAnswer(place, userId);
    if (refusal !== null) throw refusal;
    if (place === null || userId === null)
      throw new Error('a question without refusal has a place and a person');
    const blocked = await this.blockOf(accessContext, userId, question.permission, place);
    if (blocked !== null) return ExplanationResponse.refused(blocked);
    const grants = [
      ...accessContext.allGrantsOf(userId),
      ...(await this.grantsOfGivers(looked, place, question.permission)).filter(
        ({ subjectId }) => subjectId !== userId,
      ),
    ];
    const world = prepareWorld(accessContext.policy, grants);
    const explanation = explain(world, userId, question.permission, place, accessContext.now);
    const presented = presentExplanation(explanation, (remedy) => {
      // Who of the platform's staff could give it is not for tenants to know.
      if (remedy.scope.kind === 'platform') return { ids: [], count: null };
      return {
        ids: accessContext.seesPeopleAt(remedy.scope) ? remedy.mayBeGivenBy : [],
        count: remedy.mayBeGivenBy.length,
      };
    });
    if (explanation.allowed || !accessContext.seesPeopleAt(place)) return presented;
    return { ...presented, joinGroups: await this.groupsThatHold(looked, question) };
  }

  private groupsThatHold(
    { accessContext, resolvedAccess }: Looked,
    { propertyId, permission }: Question,
  ): Promise<GroupReference[]> {
    const { policy, now } = accessContext;
    return this.reach.listGroups(resolvedAccess.scope, propertyId, policy, permission, now, MAX_GROUPS);
  }

  /** What no grant would change. */
  private async blockOf(
    accessContext: AccessContext,
    userId: string,
    permission: PermissionKey,
    place: Scope,
  ): Promise<ExplanationResponse['blocked']> {
    if (!(await this.users.canAct(userId))) return 'person_cannot_act';
    const isOfProperty = permissionLevel(permission) === 'property';
    return isOfProperty && accessContext.isArchived(place) ? 'property_archived' : null;
  }

  /** What those hold who manage roles where a remedy would be given; the first hundred of them. */
  private async grantsOfGivers(
    { accessContext, resolvedAccess }: Looked,
    place: Scope,
    permission: PermissionKey,
  ): Promise<Grant[]> {
    const { policy, now } = accessContext;
    const propertyId = place.kind === 'property' ? place.propertyId : null;
    // Where the grant would be given: on the property for what is of properties, else on the organization.
    const isOfProperty = permissionLevel(permission) === 'property' && propertyId !== null;
    const managing = policy.managedBy[isOfProperty ? 'property' : 'organization'];
    const at = isOfProperty ? propertyId : null;
    const page = { after: null, limit: MAX_GIVERS };
    const ids = await this.reach.listPeople(resolvedAccess.scope, at, policy, managing, now, page);
    return this.heldGrants.ofPeople(resolvedAccess.scope, ids, propertyId === null ? [] : [propertyId]);
  }

  private async onPlatform(requester: Requester, question: Question): Promise<ExplanationResponse> {
    const { caller } = requester;
    if (caller.kind === 'service_account' && question.person === null)
      return this.ownExplanation.onPlatform(caller, question.permission);
    const isAboutSelf = question.person === null || isCaller(question.person, caller);
    const [fault] = caller.kind === 'user' && isAboutSelf ? caller.platformFaults : [];
    if (fault !== undefined) return ExplanationResponse.refusedBySignIn(fault, 'platform');
    const found = await this.platform.find(requester, question.person);
    if (found instanceof AppError) throw found;
    const seesPeople = requester.platform !== null && this.platform.seesPeople(requester);
    const others = seesPeople ? await this.platform.listAll(requester.platform) : [];
    const world = prepareWorld(requester.caller.model.policy, [
      ...found.grants,
      ...others.filter(({ subjectId }) => subjectId !== found.userId),
    ]);
    const explanation = explain(world, found.userId, question.permission, platformScope, this.clock.now());
    if (!(await this.platform.canAct(requester, found.userId))) {
      return ExplanationResponse.refused('person_cannot_act');
    }
    return presentExplanation(explanation, ({ mayBeGivenBy }) =>
      seesPeople ? { ids: mayBeGivenBy, count: mayBeGivenBy.length } : { ids: [], count: null },
    );
  }
}
