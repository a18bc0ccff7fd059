import type { RunInfo, RunSpec } from '../../training/trainer';
import { useSessionState } from '../sessionContext';
import { Choice } from './Choice';
import { arithmeticNames, kernelsNames, offered } from './names';
import { Row } from './Row';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

export function ArithmeticRow({ spec, rebuild }: Props) {
  const info = useSessionState((state) => state.run.info);
  return (
    <Row
      label="Arithmetic"
      help={
        <>
          <p>
            <strong>Fast:</strong> multiplies and adds at once where the processor can, rounding once. The
            last bits depend on the machine.
          </p>
          <p>
            <strong>Same bits everywhere:</strong> rounds after each. The same seed and recipe give the same
            weights to the bit on any machine, somewhat slower.
          </p>
          <p className="formula">{'fast: round(a · b + c)\nsame: round(round(a · b) + c)'}</p>
          {info && <p>{describeKernels(info)}</p>}
        </>
      }
    >
      {({ control, help }) => (
        <Choice
          id={control}
          describedBy={help}
          value={spec.arithmetic}
          options={offered(arithmeticNames)}
          names={arithmeticNames}
          onChange={(arithmetic) => rebuild({ ...spec, arithmetic })}
        />
      )}
    </Row>
  );
}

/** Which build runs here, and why it may be another than was asked for. */
export function describeKernels({ spec, kernels }: RunInfo): string {
  const now = `Now computed by ${kernelsNames[kernels]}.`;
  if (spec.arithmetic === 'strict' || kernels === 'wasm-relaxed') return now;
  return `${now} This browser has no relaxed SIMD, so the build with the same bits everywhere runs anyway.`;
}
