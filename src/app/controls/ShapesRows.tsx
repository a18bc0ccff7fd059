import { classCount, classesOf, shapeLimits } from '../../datasets/shapes2d';
import type { RunSpec, ShapesData } from '../../training/trainer';
import { formatCount } from '../format';
import { useSessionState } from '../sessionContext';
import { Choice } from './Choice';
import { DrawnShapesRows } from './DrawnShapesRows';
import { Explained } from './Explained';
import { patternExplanations } from './explanations';
import { NumberField } from './NumberField';
import { offered, patternNames } from './names';
import { Row } from './Row';
import { withShapes } from './recipeEdit';
import { withClassCount, withPattern, withShare } from './shapesEdit';

type Props = {
  readonly spec: RunSpec;
  readonly data: ShapesData;
  readonly rebuild: (spec: RunSpec) => void;
};

const patternOptions = offered(patternNames);
const classOptions = ['0', '2', '3', '4', '5'] as const;
const classTexts = { '0': 'Values', '2': '2', '3': '3', '4': '4', '5': '5' };

/** Which points are learned. */
export function ShapesRows({ spec, data, rebuild }: Props) {
  const info = useSessionState((state) => state.run.info);
  const change = (next: ShapesData) => rebuild(withShapes(spec, next));
  const classes = classCount(data);
  const [least, most] = data.pattern === 'own' ? [0, shapeLimits.classes[1]] : classesOf(data.pattern);
  return (
    <>
      <Row
        label="Pattern"
        about="patterns of points"
        help={
          <>
            <p>Points of a plane: the network sees x₁ and x₂ and answers a class, or a value.</p>
            <Explained name={patternNames[data.pattern]} by={patternExplanations[data.pattern]} />
            <p>
              Now {formatCount(info?.trainRows ?? null)} points to learn from,{' '}
              {formatCount(info?.testRows ?? null)} for the test.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={data.pattern}
            options={patternOptions}
            names={patternNames}
            onChange={(pattern) => change(withPattern(data, pattern))}
          />
        )}
      </Row>
      {least !== most && (
        <Row
          label="Classes"
          help={
            <>
              <p>
                How many kinds of points there are. Two are told apart by one output, more by one output each.
                Each has a colour and a mark of its own.
              </p>
              {data.pattern === 'own' && (
                <p>“Values”: a point has a number from −1 to 1 in place of a class.</p>
              )}
              <p>Now {classes === 0 ? 'values' : classes}.</p>
            </>
          }
        >
          {({ control, help }) => (
            <Choice
              id={control}
              describedBy={help}
              value={classTextOf(classes)}
              options={classOptions.filter((text) => Number(text) >= least && Number(text) <= most)}
              names={classTexts}
              onChange={(text) => change(withClassCount(data, Number(text)))}
            />
          )}
        </Row>
      )}
      {data.pattern !== 'own' && <DrawnShapesRows data={data} onChange={change} />}
      <Row
        label="To learn, %"
        about="how points are divided"
        help={
          <p>
            The share of the points that is learned from; the others are for the test. Now{' '}
            {Math.round(100 * data.trainShare)} %.
          </p>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={{
              name: 'The share',
              min: 100 * shapeLimits.trainShare[0],
              max: 100 * shapeLimits.trainShare[1],
              integer: true,
            }}
            value={Math.round(100 * data.trainShare)}
            onChange={(percent) => change(withShare(data, percent / 100))}
          />
        )}
      </Row>
    </>
  );
}

function classTextOf(classes: number): (typeof classOptions)[number] {
  return classOptions.find((text) => Number(text) === classes) ?? '2';
}
