import { Injectable } from '@nestjs/common';
import { authErrors, type Reference, ScopeProver } from '#auth';
import { permissionLevel } from '#libs/authz';
import { AppError } from '#libs/http';
import { PlatformAnswersService } from './platform-answers.service.js';
import type { Question } from './question.rule.js';
import { type Requester, isCaller, AccessContextsService } from './access-contexts.service.js';

/** Yes or no; or why there is no answer. */
export type Answer = boolean | AppError;

/** Answers "may this person do this there?", one question or many. */
@Injectable()
export class ChecksService {
  constructor(
    private readonly accessContexts: AccessContextsService,
    private readonly platform: PlatformAnswersService,
    private readonly prover: ScopeProver,
  ) {}

  /** @throws AppError 404 for a place or person that the requester may not know, 403 for a question they may not ask */
  async check(requester: Requester, question: Question): Promise<boolean> {
    const [answer] = await this.checkAll(requester, [question]);
    if (answer === undefined || answer instanceof AppError) throw answer ?? new Error('no answer');
    return answer;
  }

  /**
   * In the order of the questions; each organization is entered once, however many questions name it. A service account
   * enters each place for itself: what it holds depends there on what others hold.
   */
  async checkAll(requester: Requester, questions: readonly Question[]): Promise<Answer[]> {
    const answers = new Map<Question, Answer>();
    for (const group of Map.groupBy(questions, (question) => keyOf(question, requester)).values()) {
      const organization = group[0]?.organization ?? null;
      const answered =
        organization === null
          ? await this.platform.answer(requester, group)
          : await this.inOrganization(requester, organization, group);
      group.forEach((question, index) => answers.set(question, answered[index] ?? false));
    }
    return questions.map((question) => answers.get(question) ?? false);
  }

  private async inOrganization(
    requester: Requester,
    organization: Reference,
    questions: readonly Question[],
  ): Promise<Answer[]> {
    if (isAboutOneOwnPlace(requester, questions)) return this.ofRequester(requester, organization, questions);
    const about = {
      people: questions.flatMap(({ person }) => (person === null ? [] : [person])),
      propertyIds: [...new Set(questions.flatMap(({ propertyId }) => propertyId ?? []))],
    };
    try {
      const { answers, organizationId } = await this.accessContexts.within(
        requester,
        organization,
        about,
        ({ accessContext, resolvedAccess, idOf }) =>
          Promise.resolve({
            organizationId: resolvedAccess.scope.organizationId,
            answers: questions.map(({ propertyId, permission, person }): Answer => {
              const place = accessContext.placeOf(propertyId);
              const userId = idOf(person);
              const refusal = accessContext.refusalToAnswer(place, userId);
              if (refusal !== null) return refusal;
              if (place === null || userId === null) return false;
              return accessContext.allows(userId, permission, place);
            }),
          }),
      );
      await this.writeRefusals(requester, organizationId, answers);
      return answers;
    } catch (error) {
      // Who may not enter gets the same answer to every question about it; the prover has written that down.
      if (error instanceof AppError) return questions.map(() => error);
      throw error;
    }
  }

  /** The requester's own rights at one place: the guard's question answers that, without a second look. */
  private async ofRequester(
    requester: Requester,
    organization: Reference,
    questions: readonly Question[],
  ): Promise<Answer[]> {
    const { caller, support } = requester;
    const propertyId = questions[0]?.propertyId ?? null;
    try {
      const { own, scope } = await this.prover.enter(caller, organization, support, propertyId);
      if (own.mayKnow()) {
        return questions.map(
          ({ permission }) =>
            !(own.isArchived && permissionLevel(permission) === 'property') && own.allows(permission),
        );
      }
      const refusal = authErrors.notFound();
      // An id that is none of the organization's is not written into its log: it may be another tenant's.
      throw await this.prover.refuse(
        caller,
        support,
        scope.organizationId,
        refusal,
        own.place === null ? null : propertyId,
      );
    } catch (error) {
      if (error instanceof AppError) return questions.map(() => error);
      throw error;
    }
  }

  /** One line for each kind of refusal: a batch of five hundred is one request. */
  private async writeRefusals(
    requester: Requester,
    organizationId: string,
    answers: readonly Answer[],
  ): Promise<void> {
    const refusals = new Map<string, AppError>();
    for (const answer of answers) if (answer instanceof AppError) refusals.set(answer.code, answer);
    for (const refusal of refusals.values()) {
      await this.prover.refuse(requester.caller, requester.support, organizationId, refusal);
    }
  }
}

function isAboutOneOwnPlace({ caller }: Requester, questions: readonly Question[]): boolean {
  return questions.every(
    ({ person, propertyId }) =>
      propertyId === questions[0]?.propertyId && (person === null || isCaller(person, caller)),
  );
}

function keyOf({ organization, propertyId, person }: Question, { caller }: Requester): string {
  if (organization === null) return '';
  const id = organization.kind === 'id' ? organization.id : organization.clerkId;
  return caller.kind === 'user' ? id : `${id} ${propertyId ?? ''} ${person === null}`;
}
