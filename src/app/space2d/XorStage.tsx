import { useFeed } from '../feed';
import { formatSigned } from '../format';
import { inputNames } from '../inputNames';
import { CornersLayer } from './CornersLayer';
import { DecisionSurface, surfaceSide } from './DecisionSurface';
import { pictureSide } from './drawNeurons';
import { NetworkPicture } from './NetworkPicture';
import { type Place, xorPlane } from './plane';
import styles from './Stage2d.module.css';
import { TruthTable } from './TruthTable';
import { countRight, truthRows, truthTable } from './truth';
import { useGridAnswers } from './useGridAnswers';

const surface = { extra: truthTable };
const picture = { layers: true };

export function XorStage() {
  const answers = useGridAnswers(xorPlane, surfaceSide, 2, surface);
  const neurons = useGridAnswers(xorPlane, pictureSide, 2, picture);
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
