import { useMemo } from 'react';
import type { Block } from '../blocks';
import { type FeedSource, useFeed } from '../feed';
import { imagesOfNeurons, layerImages } from '../imageBlocks';
import { type AnsweredDigit, LayerPicture } from './LayerPicture';
import styles from './WhatItSees.module.css';

const perRow = 32;

type Props = {
  readonly answers: FeedSource<AnsweredDigit>;
  readonly block: Block;
  readonly number: number;
};

/** Every neuron of a hidden layer as a small square: how strongly it answers to the drawing. */
export function HiddenLayer({ answers, block, number }: Props) {
  const images = useMemo(() => imagesOfNeurons(block), [block]);
  const shown = useFeed(answers);
  const outputs = shown.image ? layerImages(shown.prediction, images) : null;
  const active = outputs?.reduce((count, value) => count + Number(Math.abs(value) > 0.01), 0) ?? null;
  return (
    <figure className={styles.hidden}>
      <figcaption>
        hidden layer {number}: {block.units} neurons, {block.activation}
        <span className={styles.active}>{active === null ? '' : `${active} active`}</span>
      </figcaption>
      <LayerPicture
        answers={answers}
        images={images}
        columns={Math.min(perRow, block.units)}
        label={`Hidden layer ${number}: how strongly each of its ${block.units} neurons answers`}
      />
    </figure>
  );
}
