import { useFeed } from '../feed';
import { formatSigned } from '../format';
import { inputNames } from '../inputNames';
import { CornersLayer } from './CornersLayer';
import { DecisionSurface, useSurfaceAnswers } from './DecisionSurface';
import { NetworkPicture, useNeuronAnswers } from './NetworkPicture';
import { type Place, xorPlane } from './plane';
import styles from './Stage2d.module.css';
import { TruthTable } from './TruthTable';
import { countRight, truthRows, truthTable } from './truth';

export function XorStage() {
  const answers = useSurfaceAnswers(xorPlane, 2, truthTable);
  const neurons = useNeuronAnswers(xorPlane, 2);
  const rows = truthRows(useFeed(answers));
  return (
    <div className={styles.stage}>
      <DecisionSurface
        answers={answers}
        plane={xorPlane}
        label={`Decision surface: the network’s answer for every a and b from −0.25 to 1.25. ${countRight(rows)} of 4 corners are right.`}
        say={sayXor}
      >
        <CornersLayer />
      </DecisionSurface>
      <NetworkPicture answers={neurons} inputs={inputNames.xor} />
      <TruthTable rows={rows} />
    </div>
  );
}

function sayXor({ x, y }: Place, [answer]: Float32Array): string {
  return `${formatSigned(x)} xor ${formatSigned(y)} → ${formatSigned(answer, 3)}`;
}
