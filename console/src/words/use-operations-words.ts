import { operations as de } from './de/operations';
import { operations as en, type OperationsWords } from './en/operations';
import { useAreaWords } from './words-provider';

/** The texts of the operator's pages. */
export function useOperationsWords(): OperationsWords {
  return useAreaWords({ en, de });
}
