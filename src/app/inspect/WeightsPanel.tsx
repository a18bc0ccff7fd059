import type { NamedTensor } from '../../training/trainer';
import { inputNames } from '../inputNames';
import { useSessionState } from '../sessionContext';
import type { Problem } from '../state';
import { useWeights } from '../useWeights';
import { FileCard } from './FileCard';
import styles from './Inspect.module.css';
import { TensorTable } from './TensorTable';
import { UnitImages } from './UnitImages';
import { WeightFiles } from './WeightFiles';
import { WeightNumbers } from './WeightNumbers';

/** Half a second between two looks: figures that change faster can't be read. */
const weightsPause = 500;
/** Numbers are shown one by one up to this many in a tensor. */
const readable = 1024;

export function WeightsPanel() {
  const problem = useSessionState((state) => state.problem);
  // Another problem has another network: what is shown of one is not shown for the other.
  return <PanelOf key={problem} problem={problem} />;
}

function PanelOf({ problem }: { readonly problem: Problem }) {
  const inputs = useSessionState((state) => state.run.spec.network.inputs);
  const tensors = useWeights(weightsPause);
  return (
    <div className={styles.panel}>
      <div className={styles.files}>
        <WeightFiles />
        <FileCard />
      </div>
      {tensors === null ? (
        <p className={styles.note}>The weights will be listed here.</p>
      ) : (
        <TensorTable tensors={tensors} />
      )}
      {tensors && inputs === 784 && <LayerImages tensors={tensors} />}
      {tensors && inputs !== 784 && (
        <WeightNumbers
          tensors={tensors.filter(({ values }) => values.length <= readable)}
          inputs={inputNames[problem]}
        />
      )}
    </div>
  );
}

/** As images: weights of pixels, and kernels of all convolutions. */
function LayerImages({ tensors }: { readonly tensors: readonly NamedTensor[] }) {
  const [first] = tensors;
  const kernels = tensors.filter(({ shape }) => shape.length === 4);
  if (kernels.length === 0 && first.shape[0] !== 784) return null;
  return (
    <div className={styles.layerImages}>
      {kernels.length === 0 && (
        <UnitImages tensor={first} height={28} width={28} of="neurons" layer="the first layer" />
      )}
      {kernels.map((tensor, index) => (
        <UnitImages
          key={tensor.name}
          tensor={tensor}
          height={tensor.shape[0]}
          width={tensor.shape[1]}
          of="kernels"
          layer={index === 0 ? 'the first layer' : `convolution ${index + 1}`}
        />
      ))}
    </div>
  );
}
