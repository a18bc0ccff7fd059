import styles from './Choice.module.css';

type Props<Value extends string> = {
  readonly value: Value;
  readonly options: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly className?: string;
};

/** A list to choose from. A value that is not among the options, as a file may bring it, is shown all the same. */
export function Choice<Value extends string>(props: Props<Value>) {
  const { value, options, names, onChange, id, label, describedBy, className = styles.choice } = props;
  return (
    <select
      id={id}
      className={`select ${className}`}
      aria-label={label}
      aria-describedby={describedBy}
      value={value}
      onChange={({ target }) => {
        const chosen = options.find((option) => option === target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {(options.includes(value) ? options : [value, ...options]).map((option) => (
        <option key={option} value={option}>
          {names[option]}
        </option>
      ))}
    </select>
  );
}
