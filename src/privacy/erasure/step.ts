import type { ErasureStep } from '../records/erasure-record.js';
import type { FileFinds } from './leftovers-probe.service.js';
import { moduleOf } from './step-names.js';

/** It has to be tried again later; in words without anything personal. */
export interface Waiting {
  readonly waitFor: string;
}

/** What came of the part of a step that lies outside the database. */
export interface Prepared {
  readonly answer?: string;
  readonly files?: FileFinds;
  /** Clerk's record of the person; null where Clerk has none, undefined where it did not answer. */
  readonly user?: unknown;
}

/** What is noted of a step that is done. */
export type Done = Partial<Omit<ErasureStep, 'name' | 'status'>> & { readonly count: number };

/** What a step does, for a row of erasures. */
export interface StepWork<Row> {
  /** The part outside the database. It may be repeated: a kill before the step's transaction leaves the step to do. */
  prepare?(row: Row): Promise<Prepared | Waiting>;
  /** The part in the step's transaction. */
  run(row: Row, prepared: Prepared): Promise<Done | Waiting>;
}

export interface Step<Row> extends StepWork<Row> {
  readonly name: string;
}

/**
 * Every step with its work, in the order of their names.
 *
 * @param work a step that is missing here, or too much, does not compile
 * @param erase the work of the steps of the modules
 */
export function stepsOf<Name extends string, Row>(
  names: readonly string[],
  work: Readonly<Record<Name, StepWork<Row>>>,
  erase: (module: string) => StepWork<Row>,
): Step<Row>[] {
  const byName: Readonly<Record<string, StepWork<Row>>> = work;
  return names.map((name) => {
    const module = moduleOf(name);
    const found = module === null ? byName[name] : erase(module);
    if (found === undefined) throw new Error(`an erasure has no step ${name}`);
    return { name, ...found };
  });
}

export function isWaiting(value: object | string): value is Waiting {
  return typeof value === 'object' && 'waitFor' in value;
}
