import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { usePlaceHold } from '../../api/privacy-acts';
import type { Subject } from '../../api/subjects-query';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { useComplianceWords } from '../../words/use-compliance-words';
import { ChosenPerson } from './chosen-person';
import { DialogForm } from './dialog-form';
import { PersonFinder } from './person-finder';

interface Props {
  readonly subject: Subject | undefined;
  readonly onClose: () => void;
}

/** Holds somebody's data against an erasure, by the rule that demands it. */
export function PlaceHoldDialog({ subject: first, onClose }: Props) {
  const words = useComplianceWords();
  const [subject, setSubject] = useState(first ?? null);
  return (
    <Dialog title={words.placeHold} onClose={onClose}>
      {subject === null ? (
        <PersonFinder onFound={setSubject} />
      ) : (
        <>
          <ChosenPerson
            userId={subject.userId}
            subject={subject}
            onOther={() => {
              setSubject(null);
            }}
          />
          <HoldForm userId={subject.userId} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

interface Fields {
  readonly article: string;
  readonly reason: string;
  readonly until: string;
}

function HoldForm({ userId, onClose }: { readonly userId: string; readonly onClose: () => void }) {
  const words = useComplianceWords();
  const tell = useTell();
  const form = useForm<Fields>({ defaultValues: { article: '', reason: '', until: '' } });
  const place = usePlaceHold(() => {
    tell(words.holdPlaced);
    onClose();
  });
  const act = {
    error: place.error,
    mutateAsync: ({ article, reason, until }: Fields) =>
      place.mutateAsync({
        userId,
        article: article.trim(),
        ...(reason.trim() !== '' && { reason: reason.trim() }),
        // Date and time as the clock here shows them.
        ...(until !== '' && { until: new Date(until).toISOString() }),
      }),
  };
  const { errors } = form.formState;
  return (
    <DialogForm form={form} act={act} submit={words.placeHold} onClose={onClose}>
      <Field label={words.article} hint={words.articleHint} error={errors.article?.message}>
        <input maxLength={200} {...form.register('article', { required: words.articleMissing })} />
      </Field>
      <Field label={words.reason} hint={words.reasonHint}>
        <textarea rows={3} maxLength={1000} {...form.register('reason')} />
      </Field>
      <Field
        label={words.holdUntil(Intl.DateTimeFormat().resolvedOptions().timeZone)}
        hint={words.holdUntilHint}
      >
        <input type="datetime-local" {...form.register('until')} />
      </Field>
    </DialogForm>
  );
}
