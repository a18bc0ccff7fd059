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
        That has to be learned, too. The two networks that were trained for this pad have seen letters and
        scribbles: of such drawings they doubt about nine in ten (convolutional) and eight in ten (dense), and
        of the digits that they read right one in a hundred.
      </p>
      <p>A network that has learned from digits alone may be sure of any scribble.</p>
    </Help>
  );
}
