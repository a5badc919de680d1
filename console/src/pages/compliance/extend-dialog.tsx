import { useForm } from 'react-hook-form';
import { useExtendRequest } from '../../api/privacy-acts';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { useComplianceWords } from '../../words/use-compliance-words';
import { DialogForm } from './dialog-form';

/** Extends a deadline, once, with a reason that the person reads. */
export function ExtendDialog({
  requestId,
  onClose,
}: {
  readonly requestId: string;
  readonly onClose: () => void;
}) {
  const words = useComplianceWords();
  const tell = useTell();
  const form = useForm({ defaultValues: { reason: '' } });
  const extend = useExtendRequest(requestId, () => {
    tell(words.extendedNow);
    onClose();
  });
  return (
    <Dialog title={words.extend} onClose={onClose}>
      <p>{words.extendText}</p>
      <DialogForm form={form} act={extend} submit={words.extend} onClose={onClose}>
        <Field label={words.reasonForPerson} error={form.formState.errors.reason?.message}>
          <textarea
            rows={3}
            maxLength={500}
            {...form.register('reason', { required: words.reasonMissing })}
          />
        </Field>
      </DialogForm>
    </Dialog>
  );
}
