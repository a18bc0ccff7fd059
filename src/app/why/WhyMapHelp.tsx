import type { ReactNode } from 'react';
import { Help } from '../controls/Help';
import { type WhyMapKind, whyMaps } from './whyMaps';

const texts: Readonly<Record<WhyMapKind, ReactNode>> = {
  ink: (
    <>
      <p>
        How much the ink of each pixel adds to the score of the class: its ink times the slope of the score
        with respect to it, which the network’s own backward pass gives. The score is the logit, the number
        that goes into the last softmax or sigmoid; where there is neither, the output.
      </p>
      <p className="formula">{'ink · ∂ score / ∂ ink'}</p>
      <p>
        In a network of relu, leaky relu and pooling the pixels add up to the score without what the biases
        give it. With other activations, or inputs scaled to unit length, this is a first approximation.
      </p>
      <p>Simonyan et al. 2014; Shrikumar et al. 2016.</p>
    </>
  ),
  missing: (
    <>
      <p>
        The square of 5 × 5 around each pixel is painted over with paper, and the network asked anew: up to
        784 images. Blue: without what is there the class has less, so it speaks for it. Orange: without it
        the class has more.
      </p>
      <p className="formula">{'log-odds = log p / (1 − p)\nbefore − without the square'}</p>
      <p>
        Log-odds move even where the network is 99.99 % sure: each 2.3 makes the odds ten times smaller.
        Against one other class they are log p / q.
      </p>
      <p>Zeiler & Fergus 2014, section 4.2.</p>
    </>
  ),
  added: (
    <>
      <p>
        The other way round: a dab of ink of 3 × 3, as wide as a stroke, is put around each pixel. Blue: ink
        there would speak for the class. Orange: it would speak against it, so that paper there is what the
        class needs.
      </p>
      <p className="formula">{'log-odds = log p / (1 − p)\nwith the dab − before'}</p>
    </>
  ),
};

export function WhyMapHelp({ id, kind }: { id: string; kind: WhyMapKind }) {
  return (
    <Help about={whyMaps[kind].title.toLowerCase()} id={id}>
      {texts[kind]}
    </Help>
  );
}
