interface Props {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A table of a document: numbers stand to the right. */
export function DocumentTable({ head, rows }: Props) {
  const isNumber = (column: number) => rows.some((row) => typeof row[column] === 'number');
  return (
    <table className="table">
      <thead>
        <tr>
          {head.map((name, column) => (
            <th key={name} scope="col" className={isNumber(column) ? 'number' : ''}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((value, column) => (
              <td key={column} className={typeof value === 'number' ? 'number' : ''} data-name={head[column]}>
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
