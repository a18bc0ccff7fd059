import { useCallback } from 'react';
import { type Feed, useFeed } from '../feed';
import { formatPercent } from '../format';
import { DigitPicture } from './DigitPicture';
import styles from './PadSteps.module.css';
import type { ShrunkAnswer } from './useShrunkAnswer';

/** For comparison: the pad shrunk to 28 × 28, and what the network would say to that. */
export function ShrunkAlone({ shrunk }: { shrunk: Feed<ShrunkAnswer> }) {
  const { ranking } = useFeed(shrunk);
  const image = useCallback(() => shrunk.get().image, [shrunk]);
  return (
    <figure className={styles.alone}>
      <DigitPicture
        label="For comparison: the pad shrunk to 28 × 28 and nothing else"
        image={image}
        subscribe={shrunk.subscribe}
      />
      <figcaption>
        <span>shrunk alone</span>
        <span className={styles.reads} data-testid="shrunk-alone">
          {ranking
            ? `${ranking.isSure ? 'reads' : 'perhaps'} ${ranking.digit}, ${formatPercent(ranking.share, 0)}`
            : ''}
        </span>
      </figcaption>
    </figure>
  );
}
