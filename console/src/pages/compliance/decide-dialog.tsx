import { useForm } from 'react-hook-form';
import { useDecideFinding } from '../../api/privacy-acts';
import type { Finding } from '../../api/privacy-queries';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { useComplianceWords } from '../../words/use-compliance-words';
import { DialogForm } from './dialog-form';
import { FoundText } from './found-text';

interface Props {
  readonly finding: Finding;
  readonly decision: 'keep' | 'erase';
  readonly onClose: () => void;
}

/** Keeps a text or erases the words in it, with why; the certificate is signed anew with it. */
export function DecideDialog({ finding, decision, onClose }: Props) {
  const words = useComplianceWords();
  const tell = useTell();
  const form = useForm({ defaultValues: { reason: '' } });
  const decide = useDecideFinding(finding.id, () => {
    tell(words.decided);
    onClose();
  });
  const act = {
    error: decide.error,
    mutateAsync: ({ reason }: { reason: string }) => decide.mutateAsync({ decision, reason }),
  };
  return (
    <Dialog title={words.decisions[decision]} onClose={onClose}>
      <p>{words.decisionText[decision]}</p>
      {finding.text !== null && <FoundText text={finding.text} spans={finding.spans} />}
      <DialogForm
        form={form}
        act={act}
        submit={words.decisions[decision]}
        isDangerous={decision === 'erase'}
        onClose={onClose}
      >
        <Field label={words.reasonForStaff} error={form.formState.errors.reason?.message}>
          <textarea
            rows={3}
            maxLength={1000}
            {...form.register('reason', {
              required: words.reasonMissing,
              minLength: { value: 3, message: words.reasonMissing },
            })}
          />
        </Field>
      </DialogForm>
    </Dialog>
  );
}
