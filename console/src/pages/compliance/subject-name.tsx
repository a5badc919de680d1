import type { Subject } from '../../api/subjects-query';
import { nameOf } from '../../ui/person-name';

interface Props {
  readonly userId: string;
  /** Undefined while it is asked for, and for whoever is not known any more. */
  readonly subject: Subject | undefined;
}

/** Whom a request is about: by name and address, else by the id, which stays after an erasure. */
export function SubjectName({ userId, subject }: Props) {
  if (subject === undefined) return <code>{userId}</code>;
  const name = nameOf(subject, userId);
  return (
    <>
      {name}
      {subject.emailAddress !== null && subject.emailAddress !== name && (
        <span className="hint"> {subject.emailAddress}</span>
      )}
    </>
  );
}
