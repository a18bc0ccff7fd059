import type { DataSpec, Dissection } from '../../training/trainer';
import { formatCount } from '../format';
import { inputNames } from '../inputNames';
import { useSessionState } from '../sessionContext';
import { className } from '../space2d/classNames';
import { SignImage } from '../why/SignImage';
import { numberText } from './expression';
import styles from './Microscope.module.css';

type Props = {
  readonly dissection: Dissection;
  /** The step is one of training: what it drops is missing here too. */
  readonly hasDropout: boolean;
};

/** The sample itself: what goes in, what comes out, and what should. */
export function SampleLine({ dissection, hasDropout }: Props) {
  const data = useSessionState((state) => state.run.spec.data);
  const { input, answer, target, rows, row, question, steps } = dissection;
  const which = question.of.type === 'batch' ? `sample ${row + 1} of the next ${formatCount(rows)}, ` : '';
  const given = inputNames[data.type].map((name, i) => `${name} = ${numberText(input[i])}`).join(', ');
  const told =
    answer.length === 1
      ? `wanted ${numberText(target[0])}, answer ${numberText(answer[0])}`
      : `wanted ${wantedClass(data, target)}, read${hasDropout ? ' with dropout' : ''} as ${bestClass(data, answer)} with ${numberText(100 * Math.max(...answer))} %`;
  return (
    <div className={styles.sample}>
      {input.length === 784 && <SignImage values={input} width={28} scale={1} label="The sample" />}
      <p>
        {which}
        {given && `${given}: `}
        {told}, after step {formatCount(steps)}
      </p>
    </div>
  );
}

const bestClass = (data: DataSpec, scores: Float32Array): string => {
  const best = scores.indexOf(Math.max(...scores));
  return data.type === 'shapes' ? className(data, best) : String(best);
};

/** Of what is no digit every class is as likely. */
function wantedClass(data: DataSpec, target: Float32Array): string {
  if (!(Math.max(...target) > 2 / (target.length + 1))) return 'none of them';
  return data.type === 'shapes' ? bestClass(data, target) : `a ${bestClass(data, target)}`;
}
