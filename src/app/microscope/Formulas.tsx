import { createElement, type ReactNode } from 'react';
import { type Expression, expressionText, piecesOf, writtenNumber } from './expression';
import styles from './Microscope.module.css';

type Props = {
  /** What they are about. */
  readonly title: string;
  readonly formulas: readonly Expression[];
  /** What stands before and after them. */
  readonly children?: ReactNode;
};

/** Formulas as the browser sets them, each with its text for who can't see it; in one box, which scrolls where it is narrow. */
export function Formulas({ title, formulas, children }: Props) {
  return (
    <div className={styles.part}>
      <h3 className="heading">{title}</h3>
      {formulas.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className={`${styles.formulas} sideways`} tabIndex={0} aria-label={`${title}: formulas`}>
          {formulas.map((formula, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a formula is its place.
            <Line key={i} formula={formula} />
          ))}
        </section>
      )}
      {children}
    </div>
  );
}

/** A line of pieces between which it may be broken; who can't see it gets it as a whole. */
function Line({ formula }: { readonly formula: Expression }) {
  return (
    <div className={styles.formula} role="math" aria-label={expressionText(formula)}>
      {piecesOf(formula).map((piece, i) =>
        createElement('math', { key: i, 'aria-hidden': true }, drawn(piece, 0)),
      )}
    </div>
  );
}

function drawn(expression: Expression, key: number): ReactNode {
  switch (expression.type) {
    case 'number':
      return createElement('mrow', { key }, ...drawnNumber(expression.value, expression.digits));
    case 'symbol':
      return drawnSymbol(expression, key);
    case 'operator':
      // A bracket is as high as a line, and what begins a piece goes on from the one before.
      return createElement(
        'mo',
        { key, stretchy: 'false', form: 'infix', ...spacing(expression.sign) },
        expression.sign,
      );
    case 'words':
      return createElement('mtext', { key }, `\u00a0${expression.text}\u00a0`);
    case 'row':
      return createElement('mrow', { key }, expression.parts.map(drawn));
    case 'fraction':
      return createElement('mfrac', { key }, drawn(expression.above, 0), drawn(expression.below, 1));
    case 'root':
      return createElement('msqrt', { key }, drawn(expression.of, 0));
    case 'power':
      return createElement('msup', { key }, drawn(expression.base, 0), drawn(expression.exponent, 1));
  }
}

const tightly = { lspace: '0', rspace: '0' };

/** Brackets and strokes stand close to what they hold. */
const spacing = (sign: string) => ('()|‖∂'.includes(sign) ? tightly : {});

function drawnNumber(value: number, digits: number | null): ReactNode[] {
  const { minus, figures, exponent } = writtenNumber(value, digits);
  const power =
    exponent === null
      ? []
      : [
          createElement('mo', null, '×'),
          createElement(
            'msup',
            null,
            createElement('mn', null, '10'),
            createElement('mn', null, String(exponent).replace('-', '−')),
          ),
        ];
  return [
    minus ? createElement('mo', { form: 'prefix' }, '−') : null,
    createElement('mn', null, figures),
    ...power,
  ];
}

function drawnSymbol({ name, sub, mark }: Extract<Expression, { type: 'symbol' }>, key: number): ReactNode {
  // A name of several letters is a function: upright, as max or tanh are.
  const letter = createElement('mi', name.length > 1 ? { mathvariant: 'normal' } : null, name);
  const marked =
    mark === '^'
      ? createElement('mover', { accent: 'true' }, letter, createElement('mo', null, '^'))
      : mark === '′'
        ? createElement('mrow', null, letter, createElement('mo', tightly, '′'))
        : letter;
  if (sub === '') return createElement('mrow', { key }, marked);
  return createElement('msub', { key }, marked, createElement('mi', null, sub));
}
