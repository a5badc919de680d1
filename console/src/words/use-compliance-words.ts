import { compliance as de } from './de/compliance';
import { compliance as en, type ComplianceWords } from './en/compliance';
import { useAreaWords } from './words-provider';

/** The texts of the pages of compliance. */
export function useComplianceWords(): ComplianceWords {
  return useAreaWords({ en, de });
}
