import type { DataScope } from '#libs/database';
import type { ArchiveFacts } from './chapter.js';
import type { SubjectIdentifiers } from '../registry/subject-identifiers.js';
import type { ChapterPlan } from './chapter-plans.js';

/** What an export is to hold. */
export interface ExportContent {
  readonly subject: ArchiveFacts['subject'];
  /** Our id of the person under whose key the key of the file is sealed. */
  readonly keyHolder: string;
  /** In which the rows are read: of an organization's, nothing of another one is there to be seen. */
  readonly scope: DataScope;
  readonly plans: readonly ChapterPlan[];
  readonly clerkId: string | null;
  /** The person that it is about, where it is about one. */
  readonly person?: SubjectIdentifiers;
}
