import type { AuditFault, ProblemCode } from '@tenantry/client';
import type { Verdict } from '../../api/certificate-query';
import type { Trial } from '../../api/privacy-acts';
import type { AccessExport, Consent, Erasure, Finding, PrivacyRequest } from '../../api/privacy-queries';
import type { Subject } from '../../api/subjects-query';
import type { SomeTexts, Texts } from '../texts';

type Kind = PrivacyRequest['kind'];

/** Requests: the desk, one of them, and a new one. */
interface RequestWords extends Texts<
  | 'requests'
  | 'start'
  | 'startText'
  | 'status'
  | 'kind'
  | 'everyKind'
  | 'everybody'
  | 'noRequestsText'
  | 'extended'
  | 'duplicate'
  | 'firstOne'
  | 'dueOn'
  | 'person'
  | 'allOfPerson'
  | 'right'
  | 'law'
  | 'received'
  | 'fields'
  | 'purposes'
  | 'purposesHint'
  | 'purposesMissing'
  | 'details'
  | 'detailsHint'
  | 'nothingToCorrect'
  | 'extend'
  | 'extendText'
  | 'extendedNow'
  | 'resolve'
  | 'resolveText'
  | 'resolved'
  | 'outcome'
  | 'reasonForPerson'
  | 'reasonForStaff'
  | 'reasonMissing'
  | 'reason'
  | 'reasonHint'
  | 'graceDays'
  | 'graceHint'
  | 'graceWrong'
  | 'tryFirst'
  | 'trying'
  | 'asked'
  | 'heldBack'
  | 'wouldWait'
  | 'openThat'
  | 'findPerson'
  | 'findPersonHint'
  | 'personMissing'
  | 'nobody'
  | 'severalPeople'
  | 'somebodyElse'
  | 'find'
> {
  readonly statuses: Texts<'open' | 'closed' | 'all'>;
  readonly noRequests: Texts<'open' | 'closed' | 'all'>;
  readonly kinds: Texts<Kind>;
  readonly kindHints: Texts<Kind>;
  readonly ask: Texts<Kind>;
  readonly wouldHappen: Texts<Kind>;
  readonly outcomes: Texts<NonNullable<PrivacyRequest['outcome']> | 'closed'>;
  readonly identity: Texts<'title' | 'byStaff' | 'fresh' | 'signedIn'>;
  readonly identityHint: (isOwn: boolean) => string;
  readonly subjectStates: Texts<Subject['state']>;
  readonly fieldNames: SomeTexts;
  readonly trials: SomeTexts<Trial['result']>;
  readonly refusals: SomeTexts<ProblemCode>;
  readonly daysEnd: (zone: string) => string;
  readonly daysLeft: (days: number) => string;
  readonly lawSet: (law: string) => string;
  readonly standsUnder: (law: string) => string;
  readonly putRight: (field: string) => string;
}

/** Erasures and exports: how far they are. */
interface ProgressWords extends Texts<
  | 'erasure'
  | 'erasureHidden'
  | 'beginsAfter'
  | 'secondPerson'
  | 'seeHolds'
  | 'approve'
  | 'approveText'
  | 'approved'
  | 'cancelErasure'
  | 'cancelText'
  | 'cancelled'
  | 'openCertificate'
  | 'stepNow'
  | 'stepToCome'
  | 'archive'
  | 'archiveHidden'
  | 'size'
  | 'download'
  | 'downloading'
> {
  readonly erasureStates: Texts<Erasure['status']>;
  readonly blockedBy: (article: string) => string;
  readonly waitsFor: (what: string) => string;
  readonly stepsDone: (done: number, all: number) => string;
  readonly stepDone: (count: number) => string;
  readonly eraseModule: (module: string) => string;
  readonly steps: SomeTexts;
  readonly exportStates: Texts<AccessExport['status']>;
  readonly exportProblems: Texts<NonNullable<AccessExport['problem']>>;
  readonly archiveWaits: (whom: string) => string;
  readonly archiveMisses: (what: string) => string;
}

/** Leftovers, holds and consents. */
interface DutyWords extends Texts<
  | 'leftovers'
  | 'leftoversText'
  | 'noLeftovers'
  | 'noLeftoversText'
  | 'ofThisErasure'
  | 'textGone'
  | 'decided'
  | 'holds'
  | 'holdsText'
  | 'noHolds'
  | 'noHoldsText'
  | 'placeHold'
  | 'holdPlaced'
  | 'article'
  | 'articleHint'
  | 'articleMissing'
  | 'holdUntilHint'
  | 'since'
  | 'untilReleased'
  | 'release'
  | 'released'
  | 'consents'
  | 'consentsText'
  | 'noConsents'
  | 'noConsentsText'
  | 'givenAt'
  | 'holdsGood'
  | 'heldBefore'
> {
  readonly findingStates: Texts<Finding['status']> & SomeTexts;
  readonly findingKinds: Texts<Finding['kind']>;
  readonly decisions: Texts<'keep' | 'erase'>;
  readonly decisionText: Texts<'keep' | 'erase'>;
  readonly holdUntil: (zone: string) => string;
  readonly releaseText: (article: string) => string;
  readonly wording: (version: string) => string;
  readonly endedBy: Texts<NonNullable<Consent['endedBy']>>;
}

/** Certificates and the record of processing. */
interface DocumentWords extends Texts<
  | 'certificate'
  | 'certificates'
  | 'checkCertificate'
  | 'checkText'
  | 'certificateText'
  | 'noJson'
  | 'chooseFile'
  | 'saveCertificate'
  | 'print'
  | 'organization'
  | 'askedBy'
  | 'completed'
  | 'deadline'
  | 'inTime'
  | 'late'
  | 'timesAre'
  | 'erasedRows'
  | 'keptRows'
  | 'module'
  | 'table'
  | 'how'
  | 'rows'
  | 'nothing'
  | 'nothingFoundIn'
  | 'stands'
  | 'recipients'
  | 'lookedFor'
  | 'afterwards'
  | 'backups'
  | 'auditHead'
  | 'signature'
  | 'checkOffline'
  | 'dataMap'
  | 'mapMisses'
  | 'controller'
  | 'nameAndAddress'
  | 'contact'
  | 'officer'
  | 'notStated'
  | 'recipientsAndTransfers'
  | 'recipient'
  | 'role'
  | 'thirdCountry'
  | 'safeguards'
  | 'noneKnown'
  | 'security'
  | 'legalBases'
  | 'peopleConcerned'
  | 'category'
  | 'columns'
  | 'data'
  | 'keptFor'
  | 'madeTrueBy'
  | 'onErasure'
> {
  readonly verdicts: Texts<Verdict>;
  readonly strategies: SomeTexts;
  readonly probe: (hits: number, columns: number, files: number) => string;
  readonly backupsGone: (days: number) => string;
}

/** The audit log of everything. */
interface AuditWords extends Texts<
  | 'audit'
  | 'who'
  | 'toWhat'
  | 'property'
  | 'from'
  | 'to'
  | 'noEntries'
  | 'noEntriesText'
  | 'allOfIt'
  | 'position'
  | 'notSealed'
  | 'impersonator'
  | 'client'
  | 'clientErased'
  | 'neverChanged'
  | 'changeFound'
  | 'chainHead'
  | 'checkHere'
  | 'checkingHere'
> {
  readonly exportAs: Texts<'csv' | 'ndjson'>;
  readonly sealed: (rows: number, signed: number) => string;
  readonly logIntact: (rows: number, signed: number) => string;
  readonly logFaults: Readonly<Record<AuditFault['kind'], (row: number) => string>>;
  readonly keptFrom: (row: number) => string;
  /** Beside those of a property; others are shown by their key. */
  readonly actions: SomeTexts;
}

/** Certificates, the record of processing and the audit log. */
export interface ComplianceDocumentWords extends DocumentWords, AuditWords {}

/** Every text of the pages of compliance. */
export interface ComplianceWords extends RequestWords, ProgressWords, DutyWords, ComplianceDocumentWords {
  readonly title: string;
}
