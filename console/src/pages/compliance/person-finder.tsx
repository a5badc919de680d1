import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { findSubjects, type Subject } from '../../api/subjects-query';
import { useTenantry } from '../../api/tenantry-provider';
import { useAct } from '../../api/use-act';
import { Field } from '../../ui/field';
import { ProblemNotice } from '../../ui/problem-notice';
import { useComplianceWords } from '../../words/use-compliance-words';
import { SubjectName } from './subject-name';

interface Props {
  readonly onFound: (subject: Subject) => void;
}

/** Finds somebody by a whole address or an id, neither of which ever stands in the address of the page. */
export function PersonFinder({ onFound }: Props) {
  const words = useComplianceWords();
  const tenantry = useTenantry();
  const [several, setSeveral] = useState<readonly Subject[]>([]);
  const form = useForm({ defaultValues: { person: '' } });
  const find = useAct(
    (person: string) => findSubjects(tenantry, [person]),
    (found) => {
      const [first] = found;
      setSeveral(found.length > 1 ? found : []);
      if (first === undefined) form.setError('person', { message: words.nobody });
      else if (found.length === 1) onFound(first);
    },
  );
  const submit = form.handleSubmit(({ person }) => find.mutateAsync(person.trim()).catch(() => undefined));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label={words.findPerson}
        hint={words.findPersonHint}
        error={form.formState.errors.person?.message}
      >
        <input autoComplete="off" {...form.register('person', { required: words.personMissing })} />
      </Field>
      {find.isError && <ProblemNotice error={find.error} />}
      {several.length > 0 && (
        <>
          <p>{words.severalPeople}</p>
          <ul className="choices">
            {several.map((subject) => (
              <li key={subject.userId}>
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    onFound(subject);
                  }}
                >
                  <SubjectName userId={subject.userId} subject={subject} /> <code>{subject.userId}</code>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <button className="button" disabled={find.isPending}>
        {words.find}
      </button>
    </form>
  );
}
