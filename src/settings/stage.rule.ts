/**
 * How strictly a service is held to its settings. `staging` has the rules of production, but takes the keys of a test
 * instance of Clerk and lets in only who stands on its list.
 */
export const STAGES = ['development', 'staging', 'production'] as const;
export type Stage = (typeof STAGES)[number];

/** What tells the stage: `TENANTRY_ENV`, and without it `NODE_ENV`. */
export interface StageVariables {
  readonly TENANTRY_ENV?: string | undefined;
  readonly NODE_ENV?: string | undefined;
}

/** The stage; what is unknown counts as production, so that a typing error never loosens a rule. */
export function stageOf({ TENANTRY_ENV, NODE_ENV }: StageVariables): Stage {
  const byNode = ['development', 'test', ''].includes(NODE_ENV?.trim() ?? '') ? 'development' : 'production';
  switch (TENANTRY_ENV?.trim() ?? '') {
    case '':
      return byNode;
    case 'development':
      // Both have to say it; which one is wrong, the reader of the settings asks.
      return byNode;
    case 'staging':
      return 'staging';
    default:
      return 'production';
  }
}
