import type { Subject } from '../../api/subjects-query';
import { useComplianceWords } from '../../words/use-compliance-words';
import { SubjectName } from './subject-name';

interface Props {
  readonly userId: string;
  readonly subject: Subject | undefined;
  readonly onOther: () => void;
}

/** Whom a form or a page is about, and the way to somebody else. */
export function ChosenPerson({ userId, subject, onOther }: Props) {
  const words = useComplianceWords();
  return (
    <div className="row chosen">
      <span>
        <SubjectName userId={userId} subject={subject} />
        {subject !== undefined && subject.state !== 'active' && <> · {words.subjectStates[subject.state]}</>}
      </span>
      <button type="button" className="button" onClick={onOther}>
        {words.somebodyElse}
      </button>
    </div>
  );
}
