import type { FeedSource } from '../feed';
import type { ImageBlock } from '../imageBlocks';
import { type AnsweredDigit, LayerPicture } from './LayerPicture';
import styles from './WhatItSees.module.css';

const perRow = 16;

type Props = {
  readonly answers: FeedSource<AnsweredDigit>;
  readonly block: ImageBlock;
  readonly number: number;
};

/** Every channel of a convolution as a small image: where it has found what it looks for. */
export function FeatureMaps({ answers, block, number }: Props) {
  const { height, width, channels, activation, isPooled } = block;
  return (
    <figure className={styles.maps}>
      <figcaption>
        convolution {number}: {channels} images of {height} × {width}, {activation}
        {isPooled ? ', pooled' : ''}
      </figcaption>
      <LayerPicture
        answers={answers}
        images={block}
        columns={Math.min(perRow, channels)}
        label={`Convolution ${number}: where each of its ${channels} channels answers`}
      />
    </figure>
  );
}
