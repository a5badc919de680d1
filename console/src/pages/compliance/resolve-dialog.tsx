import { useForm } from 'react-hook-form';
import { useResolveRequest } from '../../api/privacy-acts';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { useComplianceWords } from '../../words/use-compliance-words';
import { DialogForm } from './dialog-form';

const OUTCOMES = ['fulfilled', 'partly_fulfilled', 'refused'] as const;

interface Fields {
  readonly outcome: (typeof OUTCOMES)[number];
  readonly reason: string;
}

/** Answers a correction or an objection: done, done in part, or refused, with what the person reads. */
export function ResolveDialog({
  requestId,
  onClose,
}: {
  readonly requestId: string;
  readonly onClose: () => void;
}) {
  const words = useComplianceWords();
  const tell = useTell();
  const form = useForm<Fields>({ defaultValues: { outcome: 'fulfilled', reason: '' } });
  const resolve = useResolveRequest(requestId, () => {
    tell(words.resolved);
    onClose();
  });
  return (
    <Dialog title={words.resolve} onClose={onClose}>
      <p>{words.resolveText}</p>
      <DialogForm form={form} act={resolve} submit={words.resolve} onClose={onClose}>
        <Field label={words.outcome}>
          <select {...form.register('outcome')}>
            {OUTCOMES.map((each) => (
              <option key={each} value={each}>
                {words.outcomes[each]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.reasonForPerson} error={form.formState.errors.reason?.message}>
          <textarea
            rows={4}
            maxLength={2000}
            {...form.register('reason', { required: words.reasonMissing })}
          />
        </Field>
      </DialogForm>
    </Dialog>
  );
}
