export type RecipientName = 'clerk' | 'hosting' | 'organizations' | 'audit receiver';

/** What the columns do not say of the record of processing: Art. 30(1)(c) and (d) GDPR. */
export interface ProcessingActivity {
  /** As in the `module` of its tables' declarations: mostly the module's name. */
  readonly module: string;
  readonly name: string;
  readonly dataSubjects: readonly string[];
  readonly recipients: readonly RecipientName[];
}

/** Data subjects of what concerns whoever uses the service. */
export const EVERYBODY = ['people who sign in', 'staff of the platform'];
