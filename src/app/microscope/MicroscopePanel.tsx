import { useMemo, useState } from 'react';
import type { Dissection, DissectionQuestion, DissectionSubject, NetworkSpec } from '../../training/trainer';
import { usePad } from '../digits/padContext';
import { rank } from '../digits/ranking';
import { useFeed } from '../feed';
import { useSessionState } from '../sessionContext';
import { GradientCheck } from './GradientCheck';
import { LayerPicture } from './LayerPicture';
import styles from './Microscope.module.css';
import { NeuronView } from './NeuronView';
import { PlainView } from './PlainView';
import { SampleLine } from './SampleLine';
import { StationBar } from './StationBar';
import { type SubjectChoice, SubjectRow } from './SubjectRow';
import { firstUnit, inputName, placeName, type Station, stationsOf } from './stations';
import { useDissection } from './useDissection';

/** One sample, one neuron: every number of its step, forward and backward. */
export function MicroscopePanel() {
  const network = useSessionState((state) => state.run.spec.network);
  // What was chosen in one network may not be there in another.
  return <PanelOf key={JSON.stringify(network)} network={network} />;
}

function PanelOf({ network }: { readonly network: NetworkSpec }) {
  const problem = useSessionState((state) => state.problem);
  const stations = useMemo(() => stationsOf(network), [network]);
  const { answers } = usePad();
  const [layer, setLayer] = useState(stations.at(-1)?.layer ?? 0);
  const [unit, setUnit] = useState(0);
  // What is on the pad is what one wants to know about, and needs no training data.
  const [choice, setChoice] = useState<SubjectChoice>(() => ({
    kind: problem === 'digits' && answers.get().image ? 'drawing' : 'row',
    row: 0,
    meant: null,
  }));
  const of = useSubject(choice);
  const question = useMemo((): DissectionQuestion | null => of && { of, layer, unit }, [of, layer, unit]);
  const answer = useDissection(question);
  const station = stations.find((each) => each.layer === layer) ?? stations.at(-1);
  if (!station)
    return <p className={styles.note}>This network can’t be built, so there is nothing to look into.</p>;

  const goTo = (next: Station, nextUnit = firstUnit(next)): void => {
    setLayer(next.layer);
    setUnit(nextUnit);
  };
  const found = answer && 'dissection' in answer ? answer.dissection : null;
  // Of another layer, or of another network, it may still be on its way.
  const dissection = found?.question.layer === layer && found.outputs.length === station.units ? found : null;
  const at = stations.indexOf(station);
  const below = stations[at - 1] ?? null;
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <SubjectRow
          kinds={problem === 'digits' ? ['row', 'batch', 'drawing'] : ['row', 'batch']}
          choice={choice}
          onChange={setChoice}
        />
        {dissection && (
          <SampleLine dissection={dissection} hasDropout={stations.some(({ type }) => type === 'dropout')} />
        )}
      </div>
      <StationBar
        stations={stations}
        station={station}
        unit={unit}
        onStation={goTo}
        onUnit={setUnit}
        controls="microscope"
      >
        {dissection && station.units > 1 && (
          <LayerPicture
            title={station.title}
            shape={station.shape}
            values={dissection.outputs}
            unit={unit}
            onUnit={setUnit}
          />
        )}
      </StationBar>
      <div
        id="microscope"
        role="tabpanel"
        aria-labelledby={`tab-layer-${station.layer}`}
        className={styles.work}
      >
        {!dissection && (
          <p className={styles.note}>
            {answer && 'problem' in answer
              ? answer.problem
              : of
                ? 'The network is being asked.'
                : 'Draw a digit on the pad: here will stand what each neuron makes of it.'}
          </p>
        )}
        {dissection && (
          <View
            dissection={dissection}
            station={station}
            below={below}
            above={stations[at + 1] ?? null}
            onBack={below && ((input) => goTo(below, input))}
          />
        )}
      </div>
      <GradientCheck />
    </div>
  );
}

/** Null: there is nothing on the pad. */
function useSubject({ kind, row, meant }: SubjectChoice): DissectionSubject | null {
  const { image, prediction } = useFeed(usePad().answers);
  const classIndex = meant ?? rank(prediction?.outputs)?.digit ?? null;
  return useMemo(() => {
    if (kind !== 'drawing') return { type: kind, row };
    return image && classIndex !== null ? { type: 'drawing', input: image, classIndex } : null;
  }, [kind, row, image, classIndex]);
}

type ViewProps = {
  readonly dissection: Dissection;
  readonly station: Station;
  readonly below: Station | null;
  readonly above: Station | null;
  readonly onBack: ((input: number) => void) | null;
};

function View({ dissection, station, below, above, onBack }: ViewProps) {
  const problem = useSessionState((state) => state.problem);
  const { work, input } = dissection;
  const nameOf = (at: number): string =>
    below ? placeName(station.inputShape, at) : inputName(problem, input.length, at);
  if (work.type !== 'neuron') return <PlainView dissection={dissection} station={station} nameOf={nameOf} />;
  return (
    <NeuronView
      dissection={dissection}
      neuron={work}
      station={station}
      above={above}
      nameOf={nameOf}
      onBack={onBack}
    />
  );
}
