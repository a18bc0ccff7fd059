import { useId } from 'react';
import { sureFrom } from '../../training/sureness';
import { Help } from '../controls/Help';
import { formatPercent } from '../format';

/** What the probabilities are, and what “not sure” is worth. */
export function SurenessHelp() {
  return (
    <Help about="the answer" id={useId()}>
      <p>
        A probability for each digit. Where the best of them is below {formatPercent(sureFrom, 0)}, the
        network is <strong>not sure</strong>: it may be no digit at all.
      </p>
      <p>
        The networks that come with this page have seen letters and scribbles too, and learned to be sure of
        none of them: they doubt nine in ten of such drawings, and one in a hundred of the digits that they
        read right.
      </p>
      <p>
        A network that has learned from digits alone does not know what is no digit: it may be sure of any
        scribble.
      </p>
    </Help>
  );
}
