import { shapeLimits } from '../../datasets/shapes2d';
import type { DrawnShapesData } from '../../training/trainer';
import { formatCount } from '../format';
import { NumberField } from './NumberField';
import { Row } from './Row';

type Props = { readonly data: DrawnShapesData; readonly onChange: (data: DrawnShapesData) => void };

/** How the points of a pattern are drawn. */
export function DrawnShapesRows({ data, onChange: change }: Props) {
  const { classes } = data;
  return (
    <>
      <Row
        label="Noise"
        help={
          <>
            <p>
              {classes === 0
                ? 'How far values are off: a normal number of this deviation is added to each.'
                : 'How far points are off their place: normal numbers of this deviation are added to x₁ and x₂.'}
            </p>
            <p className="formula">{classes === 0 ? 'z + noise · N(0, 1)' : 'x + noise · N(0, 1)'}</p>
            <p>Now {data.noise}.</p>
          </>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={{
              name: 'The noise',
              min: shapeLimits.noise[0],
              max: shapeLimits.noise[1],
              integer: false,
            }}
            value={data.noise}
            onChange={(noise) => change({ ...data, noise })}
          />
        )}
      </Row>
      <Row
        label="Points"
        about="how many points there are"
        help={
          <p>
            All together, those of the test too, as many of each class. Few: easily learned by heart. Now{' '}
            {formatCount(data.samples)}.
          </p>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={{
              name: 'Points',
              min: shapeLimits.samples[0],
              max: shapeLimits.samples[1],
              integer: true,
            }}
            value={data.samples}
            onChange={(samples) => change({ ...data, samples })}
          />
        )}
      </Row>
      <Row
        label="Data seed"
        help={
          <p>
            Draws the points. The same seed gives the same points; that of the weights is under Method. Now{' '}
            {data.seed}. Arrow up and down try the neighbours.
          </p>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={{ name: 'The seed', min: 0, max: 2 ** 32 - 1, integer: true }}
            value={data.seed}
            write={String}
            width="6.5rem"
            onChange={(seed) => change({ ...data, seed })}
          />
        )}
      </Row>
    </>
  );
}
