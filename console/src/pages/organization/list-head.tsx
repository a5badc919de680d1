interface Props {
  readonly title: string;
  /** What the button says that makes one more; left out: whoever looks may not. */
  readonly make: string | undefined;
  readonly onMake: () => void;
}

/** The head of a list, with the way to make one more. */
export function ListHead({ title, make, onMake }: Props) {
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {make !== undefined && (
        <button className="button primary" onClick={onMake}>
          {make}
        </button>
      )}
    </div>
  );
}
